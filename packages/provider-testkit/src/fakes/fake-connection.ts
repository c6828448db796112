import {
  type ClockV1,
  type ConnectionV1,
  EgressRefusedError,
  type HttpClientV1,
  type LoggerV1,
  type ProviderV1,
  type RecordsV1,
  type SocketsV1,
} from "@plugboard/core/spec";
import type { Dispatcher } from "undici";
import { fakeHttpClient } from "./fake-http-client.js";
import { fakeRecords } from "./fake-records.js";
import { recordingLogger } from "./recording-logger.js";

export interface FakeConnectionOptions {
  /** Checked with the provider's schema, as the host does. */
  readonly settings: unknown;
  readonly credentials: unknown;
  /** Still valid during a rotation. */
  readonly previousCredentials?: unknown;
  readonly http?: HttpClientV1;
  /** For the client that is made when `http` is absent, see {@link fakeHttpClient}. */
  readonly dispatcher?: Dispatcher;
  readonly sockets?: SocketsV1;
  readonly records?: RecordsV1;
  readonly clock?: ClockV1;
  readonly logger?: LoggerV1;
  /** @defaultValue the manifest's first one */
  readonly channelKind?: string;
  readonly signal?: AbortSignal;
}

const noSockets: SocketsV1 = {
  connect: ({ endpoint }) => Promise.reject(new EgressRefusedError("endpoint-undeclared", { endpoint })),
  reuse: () => {
    throw new EgressRefusedError("endpoint-undeclared");
  },
  check: ({ endpoint }) => Promise.reject(new EgressRefusedError("endpoint-undeclared", { endpoint })),
  listen: ({ endpoint }) => Promise.reject(new EgressRefusedError("endpoint-undeclared", { endpoint })),
};

/**
 * What a provider is handed when a channel opens, for opening it without a host: `provider.open(fakeConnection(provider, …))`.
 * @throws {z.ZodError} settings or credentials do not fit the provider's schemas.
 */
export function fakeConnection(provider: ProviderV1, options: FakeConnectionOptions): ConnectionV1 {
  const settings = provider.settingsSchema.parse(options.settings);
  const current = provider.credentialsSchema.parse(options.credentials);
  const previous =
    options.previousCredentials === undefined
      ? {}
      : { previous: provider.credentialsSchema.parse(options.previousCredentials) };
  const { manifest } = provider;
  const dispatcher = options.dispatcher ? { dispatcher: options.dispatcher } : {};
  return {
    channelId: "channel-1",
    accountId: "account-1",
    channelKind: options.channelKind ?? manifest.channelKinds[0] ?? "sms",
    settings,
    credentials: { resolve: () => Promise.resolve({ current, ...previous }) },
    http: options.http ?? fakeHttpClient({ manifest, settings, ...dispatcher }),
    sockets: options.sockets ?? noSockets,
    records: options.records ?? fakeRecords(),
    clock: options.clock ?? { now: () => Date.now() },
    logger: options.logger ?? recordingLogger(),
    signal: options.signal ?? new AbortController().signal,
  };
}
