import { HTTP_FAULT_TIMEOUT_MS, type HttpFaultCase } from "../../fault-server/http-fault-case.js";
import { httpFaultCases } from "../../fault-server/http-fault-cases.js";
import { smtpFaultCases } from "../../smtp-faults/smtp-fault-cases.js";
import { SMTP_FAULT_TIMEOUT_MS } from "../../smtp-faults/smtp-fault-case.js";
import type { HttpFaultFixtures, SuppressingAnswer } from "../fixtures/fault-fixtures.js";
import type { Check } from "../kit/check.js";
import { expectThat } from "../kit/expect-that.js";
import type { KitContext } from "../kit/kit-context.js";
import { differences, type FaultPlay, suppressedBy } from "./fault-play.js";
import { playHttpFault } from "./play-http-fault.js";
import { playSmtpFault } from "./play-smtp-fault.js";

/** Cases that answer at once, cases that only wait, and cases that move megabytes: at the same time within a phase, never across. */
const AT_ONCE = { quick: 6, waiting: 10, heavy: 1 } as const;

/**
 * The outcome table over every fault of FAULTS B: each case once, through a real host. One more check looks at all of them for recipients who would not be
 * written to again because a server was busy or a key was old.
 * @param quick - without the faults that take a deadline's time or move megabytes.
 */
export function outcomeChecks(context: KitContext, quick: boolean): Check[] {
  const { faults } = context.fixtures;
  if (!context.has("outboundMessages") || !context.hasOtherSide) return [];
  if (faults === undefined)
    return [
      {
        id: "outcomes.fixtures",
        rule: "outcomes",
        title: "the fixtures say how servers that fail on purpose are reached",
        run: () => expectThat(false, "fixtures.faults is missing"),
      },
    ];
  const skipped = context.fixtures.skip ?? [];
  const isSkipped = (name: string): boolean =>
    skipped.some(
      ({ check }) =>
        check === `outcomes.${name}` || (check.endsWith("*") && `outcomes.${name}`.startsWith(check.slice(0, -1))),
    );
  const all =
    faults.protocol === "http"
      ? [...httpFaultCases, ...suppressingAnswers(faults).map(suppressionCase)].map((one) => ({
          ...one,
          isHeavy: one.steps.some(({ step }) => step === "fill" || step === "gzip-bomb"),
          play: () => playHttpFault(context, faults, one),
        }))
      : smtpFaultCases.map((one) => ({
          ...one,
          isHeavy: one.attachmentBytes !== undefined,
          play: () => playSmtpFault(context, faults, one),
        }));
  const plays = quick ? all.filter(({ isHeavy, untilDeadline }) => !isHeavy && untilDeadline !== true) : all;
  const timeoutMs = faults.protocol === "http" ? HTTP_FAULT_TIMEOUT_MS : SMTP_FAULT_TIMEOUT_MS;
  const pool = new PlayPool(
    plays
      .filter(({ name }) => !isSkipped(name))
      .map(({ name, play, isHeavy, untilDeadline }) => ({
        name,
        play: untilDeadline === true ? () => playUnhurried(play) : play,
        // A deadline says something only on a machine that is not busy with other cases.
        phase: isHeavy ? "heavy" : untilDeadline ? "waiting" : "quick",
      })),
  );
  const departures = new Map(faults.departures?.map((departure) => [departure.fault, departure]));
  const rows = plays.map(({ name, expected, untilDeadline }): Check => {
    const departure = departures.get(name);
    return {
      id: `outcomes.${name}`,
      rule: "outcomes",
      title: `${name}: ${(departure?.expected ?? expected).outcome}${departure ? ` (${departure.reason})` : ""}`,
      run: async () => {
        const play = await pool.result(name);
        const wrong = differences(departure?.expected ?? expected, play);
        expectThat(wrong.length === 0, wrong.join("; "));
        expectThat(play.breaches === 0, "a redirect was followed, or something was said without TLS");
        if (untilDeadline !== true) return;
        expectThat(play.durationMs >= timeoutMs * 0.9, `given up after ${Math.round(play.durationMs)} ms`);
        expectThat(play.durationMs <= timeoutMs * 3, `given up only after ${Math.round(play.durationMs)} ms`);
      },
    };
  });
  return [
    ...rows,
    {
      id: "suppressions.ordinary-faults",
      rule: "suppressions",
      title: "no fault but those that say so of the person keeps them from being written to again",
      run: async () => {
        const wrong: string[] = [];
        for (const { name, expected } of plays.filter((one) => !isSkipped(one.name))) {
          const { suppress } = departures.get(name)?.expected ?? expected;
          const given = suppressedBy(await pool.result(name));
          if (given !== undefined && given !== suppress) wrong.push(`${name} gives ${given}`);
        }
        expectThat(wrong.length === 0, wrong.join("; "));
      },
    },
  ];
}

const suppressingAnswers = ({ suppressions = [] }: HttpFaultFixtures): readonly SuppressingAnswer[] =>
  "none" in suppressions ? [] : suppressions;

/** What holds for a person and not for a message is said with the outcome: the host writes to them no more. */
const suppressionCase = ({ name, status, body, suppress }: SuppressingAnswer): HttpFaultCase => ({
  name: `suppress-${name}`,
  steps: [{ step: "read-request" }, { step: "answer", status, headers: [["content-type", "application/json"]], body }],
  expected: { outcome: "refused", party: "recipient", suppress },
});

const MOST_PLAYS = 3;

/**
 * The host ends an attempt soon after the deadline of its request. Where a busy machine began the request so late that it ends first, the play says nothing of
 * the provider and is repeated; a provider that waits for ever ends so each time.
 */
async function playUnhurried(play: () => Promise<FaultPlay>): Promise<FaultPlay> {
  for (let plays = 1; ; plays += 1) {
    const result = await play();
    if (result.receipt?.code !== "ATTEMPT_TIMEOUT" || plays === MOST_PLAYS) return result;
  }
}

interface Play {
  readonly name: string;
  readonly phase: keyof typeof AT_ONCE;
  play(): Promise<FaultPlay>;
}

/** Plays all cases as soon as the first result is asked for, phase by phase. */
class PlayPool {
  private started: Map<string, Promise<FaultPlay>> | undefined;

  constructor(private readonly plays: readonly Play[]) {}

  async result(name: string): Promise<FaultPlay> {
    this.started ??= this.start();
    const play = await this.started.get(name);
    if (play === undefined) throw new Error(`no fault is called ${name}`);
    return play;
  }

  private start(): Map<string, Promise<FaultPlay>> {
    const results = new Map<string, Promise<FaultPlay>>();
    let before: Promise<unknown> = Promise.resolve();
    for (const phase of ["quick", "heavy", "waiting"] as const) {
      const begin = before;
      const lanes: Promise<unknown>[] = Array.from({ length: AT_ONCE[phase] }, () => begin);
      for (const [index, { name, play }] of this.plays.filter((one) => one.phase === phase).entries()) {
        const lane = index % AT_ONCE[phase];
        const result = (lanes[lane] ?? begin).then(play);
        lanes[lane] = result.catch(() => undefined);
        results.set(name, result);
      }
      before = Promise.all(lanes);
    }
    return results;
  }
}
