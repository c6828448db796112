import { addressSchema, countryCodeSchema } from "@plugboard/core/spec";
import { z } from "zod";

const hostSchema = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?$/, { error: "a host name or an IPv4 address" });
const portSchema = z.int().min(1).max(65_535);
const mailAddressSchema = z.string().refine((value) => addressSchema.safeParse({ kind: "email", value }).success, {
  error: "an e-mail address",
});

/**
 * `tls`: encrypted from the first byte; `starttls`: encrypted before anything but greetings is said, or the connection is given up;
 * `none`: passwords and mail can be read on the way, accepted only with `exposesPasswordAndMail: true` beside it.
 */
const securitySchema = z.enum(["tls", "starttls", "none"]);
const serverShape = {
  /** Name or IPv4 address. */
  host: hostSchema,
  /** Of the server. */
  port: portSchema,
  security: securitySchema,
  /** What `security: "none"` gives up, said by name. */
  exposesPasswordAndMail: z.literal(true).optional(),
};
const exposureError = {
  error: 'security "none" needs exposesPasswordAndMail: true, because passwords and mail then travel readable',
  path: ["exposesPasswordAndMail"],
};
const saysWhatItExposes = (server: { security: string; exposesPasswordAndMail?: true | undefined }) =>
  server.security !== "none" || server.exposesPasswordAndMail === true;

/** Settings of a channel of the provider `smtp`. Addresses are the account's own; secrets are credentials, not settings. */
export const smtpSettingsSchema = z.strictObject({
  /** The sender of messages that name none. */
  from: z.strictObject({
    /** An address the server lets the account send from. */
    address: mailAddressSchema,
    /** Shown beside the address. */
    name: z.string().max(256).optional(),
  }),
  /** Where the servers on the way send bounces (`MAIL FROM`); the sender's address where absent. */
  returnPath: mailAddressSchema.optional(),
  /** Countries the account's mail servers stand in, as its operator says: the residency gate relies on it (R13). */
  countries: z.array(countryCodeSchema).min(1),
  /** Who runs these servers: shown as the seller before activation (R17). Absent: the disclosure says that it is the account's own choice. */
  operator: z
    .strictObject({
      /** The company that runs the account's mail server, as its own terms call it. */
      legalName: z.string().min(1).max(200),
      /** Where that company is established. */
      country: countryCodeSchema,
    })
    .optional(),
  /** The submission server (RFC 6409): usually port 465 with `tls` or 587 with `starttls`. */
  smtp: z
    .strictObject({
      ...serverShape,
      /** The name given in EHLO: a host name of the host application; `[127.0.0.1]` where absent. */
      clientName: hostSchema.optional(),
    })
    .refine(saysWhatItExposes, exposureError),
  /** The mailbox to fetch from; absent: nothing is fetched. */
  imap: z
    .strictObject({
      ...serverShape,
      /** The folder that is read. */
      mailbox: z.string().min(1).max(255).default("INBOX"),
      /** Also takes the mail that was there before activation. */
      fromStart: z.boolean().default(false),
      /** A longer message is skipped and reported, never cut. */
      maxMessageBytes: z.int().min(1_024).max(104_857_600).default(41_943_040),
    })
    .refine(saysWhatItExposes, exposureError)
    .optional(),
  /** Listens for mail that another server hands over; absent: does not listen. */
  listener: z
    .strictObject({
      /** The host's own address to listen on. */
      host: hostSchema.default("127.0.0.1"),
      /** 0: any free one. */
      port: z.int().min(0).max(65_535),
      /** What the other server speaks: LMTP answers for each recipient. */
      protocol: z.enum(["smtp", "lmtp"]),
      /** The name given in the greeting. */
      serverName: hostSchema.default("localhost"),
      /** Addresses (`support@example.com`) and domains (`@example.com`) mail is taken for. */
      recipients: z.array(z.union([mailAddressSchema, z.string().regex(/^@[^\s@]{1,255}$/)])).min(1),
      /** A longer message is refused, never cut. */
      maxMessageBytes: z.int().min(1_024).max(104_857_600).default(41_943_040),
      /** At the same time. */
      maxConnections: z.int().min(1).max(1_000).default(50),
    })
    .optional(),
  /** Signs each message (RFC 6376); the private key is the credential `dkimPrivateKey`. */
  dkim: z
    .strictObject({
      /** The domain that signs (`d=`). */
      domainName: hostSchema,
      /** Which of the domain's keys (`s=`). */
      keySelector: hostSchema,
    })
    .optional(),
  /** Connections kept to the submission server. */
  pool: z
    .strictObject({
      /** At the same time. */
      connections: z.int().min(1).max(20).default(4),
      /** Then a new connection is made. */
      messagesPerConnection: z.int().min(1).max(10_000).default(100),
      /** Within the 5 minutes a server waits at least (RFC 5321 §4.5.3.2.7). */
      idleTimeoutMs: z.int().min(100).max(240_000).default(60_000),
    })
    .prefault({}),
  /** Where the credential `refreshToken` is turned into access tokens (RFC 6749 §6). */
  oauth: z
    .strictObject({
      /** The authorization server's token endpoint. */
      tokenUrl: z.url({ protocol: /^https$/ }),
      /** As the mail provider's documents name it. */
      scope: z.string().max(1_000).optional(),
    })
    .optional(),
});
export type SmtpSettings = z.output<typeof smtpSettingsSchema>;
export type SmtpSettingsInput = z.input<typeof smtpSettingsSchema>;
