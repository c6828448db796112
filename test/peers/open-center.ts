import { type ContactCenter, createContactCenter, type InboundEnvelope } from "@plugboard/core";
import { memorySecrets, memoryStore } from "@plugboard/core/memory";
import { smtp } from "@plugboard/provider-email/smtp";
import { onTestFinished } from "vitest";
import type { PeerSettings } from "./peer-settings.js";

export const ACCOUNT_ID = "peers";

export interface OpenCenter {
  readonly center: ContactCenter;
  readonly channelId: string;
  /** The next inbound event, seen or to come, that fits. @throws {Error} none came in time. */
  awaitEvent(fits: (envelope: InboundEnvelope) => boolean): Promise<InboundEnvelope>;
}

/**
 * A host with one activated channel to the real mail servers; it is closed when the test ends.
 * @param mailbox - full address; sender, login and the mailbox that is fetched.
 * @param credentials - the password of all mailboxes unless given.
 */
export async function openCenter(
  peers: PeerSettings,
  mailbox: string,
  security: "tls" | "starttls",
  credentials: object = { user: mailbox, password: peers.password },
): Promise<OpenCenter> {
  const center = await createContactCenter({
    store: memoryStore(),
    authority: { unchecked: "a test" },
    providers: [smtp],
    secrets: memorySecrets({ mailbox: credentials }),
    egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.1"], trustedCertificates: [peers.ca] },
  });
  onTestFinished(() => center.close());

  const settings = {
    from: { address: mailbox },
    countries: ["DE"],
    smtp: { host: peers.host, port: security === "tls" ? peers.smtpsPort : peers.smtpPort, security },
    // From the start of the mailbox, so that what comes before the first look counts too.
    imap: { host: peers.host, port: security === "tls" ? peers.imapsPort : peers.imapPort, security, fromStart: true },
  };
  const act = { actor: "admin", authority: "administrator", at: new Date().toISOString() } as const;
  const activation = await center.channels.activate({
    accountId: ACCOUNT_ID,
    providerId: "smtp",
    settings,
    secret: "mailbox",
    instructed: act,
    shown: center.channels.disclosure("smtp", settings),
    termsAccepted: act,
    residency: { zones: ["EEA"] },
  });
  if (!activation.activated) throw new Error(activation.refusal.code);
  const { channelId } = activation;

  const seen: InboundEnvelope[] = [];
  const waiting = new Set<() => void>();
  center.receive((envelope) => {
    seen.push(envelope);
    for (const look of waiting) look();
  });
  const awaitEvent: OpenCenter["awaitEvent"] = (fits) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(look);
        reject(new Error(`no such event among the ${seen.length} that came`));
      }, 15_000);
      const look = (): void => {
        const found = seen.find(fits);
        if (!found) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  return { center, channelId, awaitEvent };
}
