import type { KeyObject } from "node:crypto";
import type { ConnectionV1, OutboundMessagesV1, SendOutcomeInput, TransferV1 } from "@plugboard/core/spec";
import { AuthorizationFailure } from "../account/authorization-failure.js";
import type { MailAccount } from "../account/mail-account.js";
import { type ComposedEmail, composeEmail } from "../compose/compose-email.js";
import { ComposeRefusal } from "../compose/compose-refusal.js";
import { type DkimKey, dkimSignature, readDkimKey } from "../compose/dkim-signature.js";
import { messageIdOf } from "../compose/message-id.js";
import type { SmtpCredentials } from "../smtp-credentials.js";
import type { SmtpSettings } from "../smtp-settings.js";
import { isDeadAddress } from "./is-dead-address.js";
import { openSmtpSession } from "./open-smtp-session.js";
import { PoolUnavailable, SessionPool } from "./session-pool.js";
import { SmtpFailure } from "./smtp-failure.js";
import { meaningOf, outcomeOfFailure } from "./smtp-outcome.js";
import { formatSmtpReply, type SmtpReply } from "./smtp-reply.js";
import type { SentEmail, SmtpSession } from "./smtp-session.js";

/** A server that says it with 552, as RFC 821 had it, is understood: it has taken others of the same message (RFC 5321 §4.5.3.1.10). */
const isTooMany = ({ status, enhanced }: SmtpReply): boolean =>
  status === 452 || (status === 552 && enhanced === undefined);
/** "Not now": what stands for a connection that ended before these recipients' turn. */
const DEFERRED = 450;

/** The setting `dkim` is there and the credential `dkimPrivateKey` is absent or no key; unsigned is not what the account asked for. */
class DkimKeyInvalid extends Error {}

/** Hands e-mails to the account's submission server. */
export class SmtpMessages implements OutboundMessagesV1 {
  private readonly pool: SessionPool<SmtpSession>;
  private readKey: { readonly pem: string; readonly privateKey: KeyObject | undefined } | undefined;

  constructor(
    private readonly connection: ConnectionV1<SmtpSettings, SmtpCredentials>,
    private readonly account: MailAccount,
  ) {
    this.pool = new SessionPool(connection.settings.pool);
  }

  async doSend(transfer: TransferV1): Promise<SendOutcomeInput> {
    try {
      const composed = await this.compose(transfer);
      return await this.handOver(transfer, composed, true);
    } catch (error) {
      if (ComposeRefusal.isInstance(error)) return { outcome: "refused", code: error.code, party: "account" };
      if (SmtpFailure.isInstance(error)) return outcomeOfFailure(error.facts);
      if (error instanceof DkimKeyInvalid)
        return { outcome: "try-again", code: "DKIM_KEY_INVALID", party: "account", scope: "channel" };
      if (AuthorizationFailure.isInstance(error))
        return { outcome: "try-again", code: error.code, party: error.party, scope: "channel" };
      if (error instanceof PoolUnavailable)
        return {
          outcome: "try-again",
          code: error.reason === "closed" ? "CHANNEL_CLOSED" : "NO_FREE_CONNECTION",
          party: "host",
        };
      throw error;
    }
  }

  close(): void {
    this.pool.close();
  }

  private async compose(transfer: TransferV1): Promise<ComposedEmail> {
    const { settings, channelId, clock } = this.connection;
    const dateMs = clock.now();
    const key = settings.dkim === undefined ? undefined : await this.dkimKey(settings.dkim);
    return composeEmail(transfer.message, {
      from: {
        kind: "email",
        value: settings.from.address,
        ...(settings.from.name ? { name: settings.from.name } : {}),
      },
      returnPath: settings.returnPath === undefined ? undefined : { kind: "email", value: settings.returnPath },
      messageId: (domain) => messageIdOf(channelId, transfer.messageId, domain),
      dateMs,
      sign: key === undefined ? undefined : (message) => dkimSignature(message, key, dateMs),
    });
  }

  private async dkimKey(dkim: NonNullable<SmtpSettings["dkim"]>): Promise<DkimKey> {
    const { dkimPrivateKey: pem } = await this.account.current();
    if (pem === undefined) throw new DkimKeyInvalid();
    if (this.readKey?.pem !== pem) this.readKey = { pem, privateKey: readDkimKey(pem) };
    const { privateKey } = this.readKey;
    if (privateKey === undefined) throw new DkimKeyInvalid();
    return { ...dkim, privateKey };
  }

  private async handOver(transfer: TransferV1, email: ComposedEmail, mayRepeat: boolean): Promise<SendOutcomeInput> {
    const remainingMs = () => transfer.deadlineAtMs - this.connection.clock.now();
    const open = () =>
      openSmtpSession(
        this.connection,
        { operation: "send", transferId: transfer.transferId, timeoutMs: Math.max(1, remainingMs()) },
        this.account,
      );
    const owner = await this.account.owner();
    const kept = { used: false };
    try {
      return await this.pool.use(owner, remainingMs(), open, async (session, reused) => {
        kept.used = reused;
        if (reused)
          this.connection.sockets.reuse(session.socket, { operation: "send", transferId: transfer.transferId });
        return await sendOn(session, email, Math.max(1, remainingMs()));
      });
    } catch (error) {
      // A kept connection may have been closed by the server meanwhile: nothing of the message left, so another one is taken at once.
      if (!mayRepeat || !kept.used || !isStale(error)) throw error;
      return await this.handOver(transfer, email, false);
    }
  }
}

async function sendOn(session: SmtpSession, email: ComposedEmail, remainingMs: number): Promise<SendOutcomeInput> {
  const { sizeLimitBytes, utf8 } = session.extensions;
  if (sizeLimitBytes !== undefined && email.bytes.length > sizeLimitBytes)
    return { outcome: "refused", code: "MESSAGE_TOO_LARGE", party: "account" };
  // nodemailer announces such letters by the addresses of the envelope alone, and unannounced they may be refused or spoilt on the way.
  if (email.otherLetters === "header-alone")
    return { outcome: "refused", code: "ADDRESS_NOT_CARRIED", party: "account" };
  if (email.otherLetters === "envelope" && !utf8)
    return { outcome: "refused", code: "ADDRESS_NOT_CARRIED", party: "provider" };
  const timer = setTimeout(() => {
    session.expire();
  }, remainingMs);
  try {
    return received(email, await sendToAll(session, email));
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A server that takes a message for so many recipients only says 452 to the rest, which then go in a transaction of their own (RFC 5321
 * §4.5.3.1.10).
 */
async function sendToAll(session: SmtpSession, email: ComposedEmail): Promise<SentEmail> {
  const { from, to } = email.envelope;
  let sent = await session.send(from, to, email.bytes, email.otherLetters === "envelope");
  for (let left = to.length; ;) {
    const rest = sent.refused.filter(({ reply }) => reply !== undefined && isTooMany(reply));
    if (rest.length === 0 || rest.length >= left) return sent;
    left = rest.length;
    const others = sent.refused.filter((refusal) => !rest.includes(refusal));
    const next = await sendToRest(session, email, rest);
    sent = { ...sent, refused: [...others, ...next] };
  }
}

/** The message is with the provider already, so whatever happens here concerns these recipients alone. */
async function sendToRest(
  session: SmtpSession,
  email: ComposedEmail,
  rest: SentEmail["refused"],
): Promise<SentEmail["refused"]> {
  const addresses = rest.map(({ address }) => address);
  try {
    return (await session.send(email.envelope.from, addresses, email.bytes, email.otherLetters === "envelope")).refused;
  } catch (error) {
    if (!SmtpFailure.isInstance(error)) throw error;
    const { reply, refusals = [], finalDotSent } = error.facts;
    if (reply === undefined && !finalDotSent)
      return rest.map(({ address }) => ({ address, reply: { status: DEFERRED } }));
    // Where each was refused each has its answer, in their order.
    const replyTo = (index: number) => (refusals.length === addresses.length ? refusals[index] : reply);
    return addresses.map((address, index) => ({ address, reply: replyTo(index) }));
  }
}

function received(email: ComposedEmail, sent: SentEmail): SendOutcomeInput {
  const refusedRecipients = sent.refused.flatMap(({ address, reply }) =>
    (email.positions.get(address) ?? []).map((index) => ({ index, ...describeRefusal(reply) })),
  );
  const providerMessageId = sent.serverMessageId ?? email.messageId;
  return refusedRecipients.length === 0
    ? { outcome: "received", providerMessageId }
    : { outcome: "received", providerMessageId, refusedRecipients };
}

interface RecipientRefusal {
  readonly code: string;
  readonly providerCode?: string;
  readonly suppress?: "hard-bounce";
}

function describeRefusal(reply: SmtpReply | undefined): RecipientRefusal {
  if (reply === undefined) return { code: "RECIPIENT_UNCERTAIN" };
  const code = reply.status < 500 ? "RECIPIENT_DEFERRED" : meaningOf(reply, "recipient").code;
  return { code, providerCode: formatSmtpReply(reply), ...(isDeadAddress(reply) ? { suppress: "hard-bounce" } : {}) };
}

function isStale(error: unknown): boolean {
  if (!SmtpFailure.isInstance(error)) return false;
  const { kind, reply, stage, finalDotSent } = error.facts;
  return !finalDotSent && stage !== "body" && (kind === "lost" || reply?.status === 421);
}
