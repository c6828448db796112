import type { ProviderDefinition } from "@plugboard/core/spec";
import { mailErrors } from "../mail/mail-errors.js";

type Manifest = ProviderDefinition<never, never>["manifest"];
type ResidencyFacet = NonNullable<Manifest["operations"][number]["residency"]["atRest"]>;

/** The account names its server and says where it stands; nobody else can. */
const accountsOwnServer: ResidencyFacet = {
  countries: { setting: "countries" },
  source: "account-settings",
  readOn: "2026-01-01",
  note: "the account's own mail server; relays behind it are its operator's",
};
const residency = { inTransit: accountsOwnServer, processing: accountsOwnServer, atRest: accountsOwnServer };

/** Any mail server through SMTP, IMAP and an SMTP or LMTP listener. */
export const smtpManifest: Manifest = {
  id: "smtp",
  name: "Mail server (SMTP, IMAP)",
  version: "0.1.0",
  coreRange: "^0.1.0",
  channelKinds: ["email"],
  seller: {
    legalName: "Plugboard project (the connector; the mail server's operator is the account's own choice)",
    operator: { legalName: { setting: "operator.legalName" }, country: { setting: "operator.country" } },
    website: "https://www.npmjs.com/package/@plugboard/provider-email",
    support: "https://www.npmjs.com/package/@plugboard/provider-email",
  },
  documents: [],
  accountModes: ["own", "managed"],
  capabilities: ["outboundMessages", "inboundEvents", "deliveryReports", "mailboxSync", "probe"],
  endpoints: [
    // Which of a pair is used follows from `security`; both name the same server.
    { id: "smtp", url: "smtp://{smtp.host}:{smtp.port}" },
    { id: "smtps", url: "smtps://{smtp.host}:{smtp.port}" },
    { id: "imap", url: "imap://{imap.host}:{imap.port}" },
    { id: "imaps", url: "imaps://{imap.host}:{imap.port}" },
    { id: "listener", url: "tcp://{listener.host}:{listener.port}", direction: "listen" },
    { id: "oauth-token", url: "{oauth.tokenUrl}" },
  ],
  operations: [
    {
      id: "send",
      endpoints: ["smtp", "smtps"],
      personalData: [
        "recipient-address",
        "recipient-name",
        "sender-address",
        "sender-name",
        "message-content",
        "attachments",
      ],
      residency,
      timeoutMs: 120_000,
    },
    // Fetches what the account's own server holds already: it hands personal data to nobody.
    { id: "fetch", endpoints: ["imap", "imaps"], personalData: [], residency, timeoutMs: 60_000 },
    { id: "listen", endpoints: ["listener"], personalData: [], residency, timeoutMs: 60_000 },
    { id: "probe", endpoints: ["smtp", "smtps", "imap", "imaps"], personalData: [], residency, timeoutMs: 20_000 },
    { id: "token", endpoints: ["oauth-token"], personalData: [], residency, timeoutMs: 20_000 },
  ],
  content: {
    features: {
      email: "full",
      html: "full",
      attachments: "full",
      "inline-images": "full",
      copies: "full",
      "blind-copies": "full",
      "reply-context": "full",
      "custom-headers": "full",
      "list-unsubscribe": "full",
      "sender-choice": "full",
      "display-names": "full",
    },
    maxContentBytes: 26_214_400,
    maxAttachments: 1_000,
    maxRecipients: 100,
    addressKinds: ["email"],
  },
  sendOperation: "send",
  errors: mailErrors,
  /**
   * SMTP knows no idempotency key and no way to ask what became of a message: an answer lost after the final dot stays `unknown`. The
   * Message-ID is the same for every attempt, so a receiver that drops copies by it drops a second one, but that is no proof.
   */
  idempotency: { mode: "none" },
  // A mail server's outage is waited out for the two days after which a message expires (RFC 5321 §4.5.4.1 asks for days, not hours).
  limits: { concurrency: 20, order: "none", maxAttempts: 200, backoffBaseMs: 5_000, backoffMaxMs: 1_800_000 },
};
