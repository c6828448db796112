import type { WebhookSchemeCase } from "@plugboard/provider-testkit";
import type { FaultRow } from "../../fault-row.js";
import { seededRandom } from "../b/seeded-random.js";
import { openInbound } from "./open-inbound.js";

/** So long that a comparison that stops early is seen to. */
const SECRET = "s".repeat(8_000);
const scheme: WebhookSchemeCase = {
  name: "secret-header",
  contract: {
    strength: "weak",
    signature: { scheme: "none" },
    secondFactor: { scheme: "secret-header", secret: "key", header: "x-key" },
  },
  timed: false,
  create: () => ({
    credentials: { key: SECRET },
    sign: (_event, { url }) => ({ url, headers: { "x-key": SECRET }, body: "{}" }),
  }),
};
/** Of Welch's t: beyond it two classes differ. A run on a busy machine is repeated before it counts. */
const MOST_T = 5;
const RUNS = 5;

/** Character by character, and done at the first that differs. */
function compareCarelessly(given: string): boolean {
  for (let at = 0; at < SECRET.length; at += 1) if (given.charCodeAt(at) !== SECRET.charCodeAt(at)) return false;
  return true;
}

export const timingRow: FaultRow = {
  row: "C5",
  provider: "secret-header",
  title: "a guess that is wrong at its first character takes as long as one that is wrong at its last",
  async run({ sample, mutant, report }) {
    const open = await openInbound([scheme]);
    const wrongAtOnce = `x${SECRET.slice(1)}`;
    const wrongAtLast = `${SECRET.slice(1)}x`;
    const body = Buffer.from("{}");
    const ask = async (key: string): Promise<number> => {
      const request = {
        method: "POST",
        target: "/webhooks/own-secret-header",
        protocol: "http" as const,
        header: (name: string) => (name === "x-key" ? key : undefined),
        readBody: () => Promise.resolve(body),
      };
      const beganAtMs = performance.now();
      const { status } = await open.center.answerWebhook(request);
      if (mutant) compareCarelessly(key);
      const tookMs = performance.now() - beganAtMs;
      if (status !== 401) throw new Error(`a wrong secret was answered ${String(status)}`);
      return tookMs;
    };
    const each = sample ? 2_000 : 10_000;
    const random = seededRandom(3);
    let lowest = Number.POSITIVE_INFINITY;
    for (let warm = 0; warm < 500; warm += 1) await ask(wrongAtOnce);
    for (let run = 0; run < RUNS && lowest > MOST_T; run += 1) {
      const samples: [number[], number[]] = [[], []];
      while (samples[0].length < each || samples[1].length < each) {
        const kind = random() < 0.5 ? 0 : 1;
        samples[kind].push(await ask(kind === 0 ? wrongAtOnce : wrongAtLast));
      }
      lowest = Math.min(lowest, Math.abs(welch(central(samples[0]), central(samples[1]))));
    }
    report(`t = ${lowest.toFixed(1)}`);
    await open.close();
    return { tried: each * 2, lost: 0, duplicated: 0, letIn: lowest > MOST_T ? 1 : 0 };
  },
};

/** Without the slow tenth, which tells of the machine. */
function central(values: number[]): number[] {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted.slice(0, Math.floor(sorted.length * 0.9));
}

function welch(left: readonly number[], right: readonly number[]): number {
  const [a, b] = [moments(left), moments(right)];
  return (a.mean - b.mean) / Math.sqrt(a.variance / left.length + b.variance / right.length);
}

function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, variance };
}
