import type { ContactCenter, TransferReceipt, MessageStatus } from "@plugboard/core";
import type { ExpectedOutcome } from "@plugboard/provider-testkit";
import type { CaseRun, MessageParts, Protocol, RunnableCase } from "./case-run.js";
import { ACCOUNT, activateChannel } from "./open-host.js";
import type { OutcomeWatch, SeenOutcome } from "./watch-outcomes.js";

/** What became of a case's message. */
export interface CaseResult {
  readonly run: CaseRun;
  readonly status: MessageStatus;
  /** Receipts of its transfers, oldest first. */
  readonly transfers: readonly TransferReceipt[];
  readonly seen: readonly SeenOutcome[];
}

export interface CaseOrder {
  readonly center: ContactCenter;
  readonly protocol: Protocol;
  readonly providerId: string;
  readonly watch: OutcomeWatch;
  readonly times: number;
}

/** Sends one message through a case, from activation until nothing more happens to it. The caller closes the run. */
export async function runCase(
  one: RunnableCase,
  { center, protocol, providerId, watch, times }: CaseOrder,
): Promise<CaseResult> {
  const run = await one.begin(times);
  const channelId = one.name;
  await activateChannel(center, { providerId, channelId, settings: run.settings, secret: protocol.name });
  if (one.hasWarmUp) {
    const { status } = await sendAndSettle(center, channelId, one.message(1));
    if (status.state !== "received") throw new Error(`${one.name}: the warm-up was not received but ${status.state}`);
  }
  await run.beforeMessage();
  const { status, transfers } = await sendAndSettle(center, channelId, one.message(2));
  return { run, status, transfers, seen: watch.of(status.messageId) };
}

/** After this long a message is reported as it is. Milliseconds. */
const PATIENCE_MS = 60_000;

/** Resolves when nothing more happens to a message by itself: it ended, or it is held until a person decides. */
export function untilDone(center: ContactCenter, messageId: string): Promise<MessageStatus> {
  return new Promise((resolve, reject) => {
    const tellAsIs = (): void => void center.messages.status(ACCOUNT, messageId).then(done, reject);
    const timer = setTimeout(tellAsIs, PATIENCE_MS);
    const stop = center.on("message-state-changed", (changed) => {
      if (changed.messageId === messageId && changed.state === "held") tellAsIs();
    });
    const done = (status: MessageStatus): void => {
      clearTimeout(timer);
      stop();
      resolve(status);
    };
    center.messages.settled(ACCOUNT, messageId).then(done, reject);
  });
}

/** @throws {Error} a gate refused the message. */
export async function sendAndSettle(
  center: ContactCenter,
  channelId: string,
  parts: MessageParts,
): Promise<{ status: MessageStatus; transfers: readonly TransferReceipt[] }> {
  const sent = await center.send({ accountId: ACCOUNT, channelId, ...parts });
  if (!sent.accepted) throw new Error(`${channelId}: the message was refused: ${sent.refusal.code}`);
  const { messageId } = sent;
  const status = await untilDone(center, messageId);
  return { status, transfers: await center.ledger.entries({ accountId: ACCOUNT, messageId }) };
}

/** @returns what differs from the table, `undefined` when nothing does. */
export function misclassified(expected: ExpectedOutcome, { transfers, seen, status }: CaseResult): string | undefined {
  const first = transfers[0];
  if (!first) return `no transfer, state ${status.state}, code ${String(status.code)}`;
  const facts = seen[0];
  const found: Record<string, unknown> = {
    outcome: first.outcome,
    code: first.code,
    party: facts?.party,
    scope: facts?.scope,
    retryAfterMs: facts?.retryAfterMs ?? "none",
    suppress: facts?.suppress,
  };
  const wrong = Object.entries(expected).filter(([name, value]) => found[name] !== value);
  return wrong.length === 0
    ? undefined
    : wrong.map(([name, value]) => `${name} is ${String(found[name])}, not ${String(value)}`).join("; ");
}
