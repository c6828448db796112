import {
  type ConnectionV1,
  ContactCenterError,
  type Party,
  type ProbeResult,
  type ProbeV1,
  type TransferFailedError,
} from "@plugboard/core/spec";
import { AuthorizationFailure } from "../account/authorization-failure.js";
import type { MailAccount } from "../account/mail-account.js";
import { readImapFailure } from "../receive/imap-failure.js";
import { openImapClient } from "../receive/open-imap-client.js";
import { requireAnswer } from "../receive/require-answer.js";
import { requireSelectable } from "../receive/require-selectable.js";
import { openSmtpSession } from "../send/open-smtp-session.js";
import { outcomeOfFailure } from "../send/smtp-outcome.js";
import { SmtpFailure } from "../send/smtp-failure.js";
import type { SmtpCredentials } from "../smtp-credentials.js";
import type { SmtpSettings } from "../smtp-settings.js";

const TIMEOUT_MS = 15_000;
/** The other side said what is wrong. */
const SAID = 1;
/** It was there and fell silent, or its certificate does not fit. */
const LIKELY = 0.8;
/** The way there failed: it may be the network, the provider's machine, or a name mistyped. */
const GUESS = 0.5;

interface Finding {
  readonly party: Party;
  readonly code: string;
  readonly certainty: number;
}

/** Tells whether mail can be sent and fetched, up to and including the login, without a message (R7). */
export class SmtpProbe implements ProbeV1 {
  constructor(
    private readonly connection: ConnectionV1<SmtpSettings, SmtpCredentials>,
    private readonly account: MailAccount,
  ) {}

  async doProbe(signal: AbortSignal): Promise<ProbeResult> {
    const { clock, settings } = this.connection;
    const startedMs = clock.now();
    const [sending, fetching] = await Promise.all([
      this.find(() => this.probeSmtp(signal), findSmtp),
      settings.imap === undefined ? undefined : this.find(() => this.probeImap(signal), findImap),
    ]);
    const latencyMs = Math.max(0, clock.now() - startedMs);
    const found = sending ?? fetching;
    if (found === undefined) return { state: "operational", certainty: SAID, latencyMs };
    // With one of the two ways working, the channel works in part.
    const half = settings.imap !== undefined && (sending === undefined || fetching === undefined);
    return { state: half ? "degraded" : "down", ...found, latencyMs };
  }

  private async find(probe: () => Promise<void>, read: (error: unknown) => Finding): Promise<Finding | undefined> {
    try {
      await probe();
      return undefined;
    } catch (error) {
      return read(error);
    }
  }

  private async probeSmtp(signal: AbortSignal): Promise<void> {
    const request = { operation: "probe", timeoutMs: TIMEOUT_MS, signal };
    const session = await openSmtpSession(this.connection, request, this.account);
    const end = () => {
      session.close();
    };
    const timer = setTimeout(() => {
      session.expire();
    }, TIMEOUT_MS);
    signal.addEventListener("abort", end);
    try {
      if (signal.aborted) end();
      await session.check();
      session.quit();
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
    }
  }

  private async probeImap(signal: AbortSignal): Promise<void> {
    const { imap } = this.connection.settings;
    if (imap === undefined) return;
    const { client, answered } = await openImapClient(this.connection, imap, this.account, "probe", TIMEOUT_MS);
    const end = () => {
      client.close();
    };
    signal.addEventListener("abort", end);
    try {
      if (signal.aborted) end();
      // STATUS does not open the mailbox, so it disturbs no other client's marks.
      const status = await answered(() => client.status(imap.mailbox, { messages: true }));
      if (status === false) await answered(() => requireSelectable(client, imap.mailbox));
      requireAnswer(client, status);
      await client.logout();
    } finally {
      signal.removeEventListener("abort", end);
      client.close();
    }
  }
}

function findSmtp(error: unknown): Finding {
  if (SmtpFailure.isInstance(error)) {
    const outcome = outcomeOfFailure(error.facts);
    if (outcome.outcome === "received") return { party: "provider", code: "ANSWER_UNREADABLE", certainty: LIKELY };
    const { party, code } = outcome;
    return { party, code, certainty: error.facts.reply === undefined ? certaintyOf(error.facts.kind) : SAID };
  }
  return findOther(error);
}

function certaintyOf(kind: SmtpFailure["facts"]["kind"]): number {
  return kind === "lost" ? GUESS : LIKELY;
}

function findImap(error: unknown): Finding {
  if (ContactCenterError.isInstance(error) || AuthorizationFailure.isInstance(error)) return findOther(error);
  const meaning = readImapFailure(error);
  const said = meaning.party === "account" || meaning.code === "REQUEST_REFUSED";
  return { ...meaning, certainty: said ? SAID : meaning.party === "network" ? GUESS : LIKELY };
}

function findOther(error: unknown): Finding {
  if (AuthorizationFailure.isInstance(error))
    return { party: error.party, code: error.code, certainty: error.status === undefined ? GUESS : SAID };
  if (!ContactCenterError.isInstance(error)) throw error;
  if (error.code !== "TRANSFER_FAILED") {
    const party = error.code === "CREDENTIALS_UNAVAILABLE" ? "account" : "host";
    return { party, code: error.code, certainty: SAID };
  }
  const { party, reason } = error as TransferFailedError;
  return { party, code: reason.toUpperCase().replaceAll("-", "_"), certainty: reason === "tls" ? LIKELY : GUESS };
}
