import type { ConnectionV1, HttpClientV1, RecordsV1, SocketsV1 } from "@plugboard/core/spec";
import { type SmtpCredentials, smtpCredentialsSchema } from "../smtp-credentials.js";
import { type SmtpSettings, type SmtpSettingsInput, smtpSettingsSchema } from "../smtp-settings.js";

export interface TestConnectionOptions {
  readonly sockets: SocketsV1;
  readonly settings?: Partial<SmtpSettingsInput>;
  /** Asked per use, so a test can rotate them. */
  readonly credentials?: () => Partial<SmtpCredentials>;
  readonly http?: HttpClientV1;
  readonly signal?: AbortSignal;
}

const noHttp: HttpClientV1 = {
  request: async () => {
    throw new Error("this test expects no HTTP");
  },
};

const refused = () => Promise.reject(new Error("this test expects no records"));
const noRecords: RecordsV1 = { read: refused, list: refused, commit: refused };

/** A channel's connection for tests, with settings that fit a plain submission server on loopback. */
export function openTestConnection(options: TestConnectionOptions): ConnectionV1<SmtpSettings, SmtpCredentials> & {
  readonly logLines: string[];
} {
  const logLines: string[] = [];
  const log = (message: string, fields?: object) => void logLines.push(`${message} ${JSON.stringify(fields ?? {})}`);
  return {
    channelId: "support-mail",
    accountId: "acme",
    channelKind: "email",
    settings: smtpSettingsSchema.parse({
      from: { address: "support@example.com", name: "Example Support" },
      countries: ["DE"],
      smtp: { host: "localhost", port: 2525, security: "none", exposesPasswordAndMail: true },
      ...options.settings,
    }),
    credentials: {
      resolve: async () => ({ current: smtpCredentialsSchema.parse(options.credentials?.() ?? {}) }),
    },
    http: options.http ?? noHttp,
    sockets: options.sockets,
    records: noRecords,
    clock: { now: () => Date.now() },
    logger: { debug: log, info: log, warn: log, error: log },
    signal: options.signal ?? new AbortController().signal,
    logLines,
  };
}
