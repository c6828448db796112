import { type SmtpScript, startFaultySmtpServer } from "@plugboard/provider-testkit";
import type { FaultRow } from "../../fault-row.js";
import { inParallel } from "./in-parallel.js";
import { blindlyResending } from "./mutants.js";
import { activateChannel, openHost } from "./open-host.js";
import { sendAndSettle } from "./run-case.js";
import { seededRandom } from "./seeded-random.js";
import { emailMessage, smtpProvider, smtpSettings } from "./smtp-protocol.js";

const AT_ONCE = 8;
const SHARE_LOST = 0.3;
/** Long enough for a busy machine: what is lost here is lost at once. */
const TIMEOUT_MS = 20_000;

/**
 * A mail server that takes the message and breaks the connection instead of saying so. SMTP has no key and no question to ask, so
 * `unknown` is the only honest end. Duplicated: messages taken twice. Lost: messages not taken, or told to be refused although they were. Let in:
 * messages told to be received without an answer.
 */
export const lostMailRow: FaultRow = {
  row: "B4",
  provider: "smtp",
  title: "a mail whose answer is lost after the dot is never sent a second time",
  run: async ({ sample, mutant, report }) => {
    const count = sample ? 40 : 1_000;
    const random = seededRandom(2);
    const server = await startFaultySmtpServer({
      script: (): SmtpScript => {
        if (random() >= SHARE_LOST) return {};
        return { "end-of-data": { act: random() < 0.5 ? "close" : "reset", taken: true } };
      },
    });
    const provider = smtpProvider({ timeoutMs: TIMEOUT_MS, maxAttempts: 5, backoffBaseMs: 5, backoffMaxMs: 50 });
    const center = await openHost([mutant ? blindlyResending(provider) : provider]);
    const channelId = "mail";
    await activateChannel(center, {
      providerId: "smtp",
      channelId,
      settings: smtpSettings(server.port),
      secret: "smtp",
    });
    const ends = new Map<string, number>();
    await inParallel(Array.from({ length: count }), AT_ONCE, async (_none, index) => {
      const { status } = await sendAndSettle(center, channelId, emailMessage(index, "recipient"));
      ends.set(status.state, (ends.get(status.state) ?? 0) + 1);
    });
    const { processed, duplicates } = server.log;
    const taken = processed.length - duplicates;
    const toldReceived = ends.get("received") ?? 0;
    const toldUnknown = ends.get("unknown") ?? 0;
    report(`${count} messages, ${toldReceived} received, ${toldUnknown} unknown, taken ${processed.length} times`);
    if (toldUnknown === 0 && !mutant) throw new Error("no answer was lost: nothing was tried");
    await center.close({ graceMs: 1_000 });
    await server.close();
    const lost = count - taken + (count - toldReceived - toldUnknown);
    return { tried: count, lost, duplicated: duplicates, letIn: Math.max(0, toldReceived - taken) };
  },
};
