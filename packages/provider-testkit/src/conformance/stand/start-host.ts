import {
  type ContactCenter,
  createContactCenter,
  type LiveCredentialsV1,
  type LoggerV1,
  type ProviderV1,
} from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import { testAuthority } from "../../certificates/test-certificates.js";
import type { ChannelPlace } from "../fixtures/channel-place.js";
import type { StandOptions } from "./stand-options.js";
import { shorten } from "./shorten.js";

/** Whose channel the stand's is; also the name of its credentials. */
export const ACCOUNT = "account-of-the-kit";

/** A real host with nothing of its own: memory for a store, loopback for a network, names that are never found. */
export function startHost(
  provider: ProviderV1,
  { redirects }: ChannelPlace,
  { timeoutMs = 5_000, limits = {} }: StandOptions,
  made: {
    readonly open: ProviderV1["open"];
    /** Asked for each time. */
    readonly credentials: () => LiveCredentialsV1<unknown>;
    readonly otherCredentials: unknown;
    readonly now: () => number;
    readonly logger: LoggerV1;
  },
): Promise<ContactCenter> {
  return createContactCenter({
    store: memoryStore(),
    authority: { unchecked: "the conformance kit acts for its own account" },
    providers: [{ ...shorten(provider, { timeoutMs, limits }), open: made.open }],
    secrets: {
      resolve: (secret) =>
        Promise.resolve(secret === ACCOUNT ? made.credentials() : { current: made.otherCredentials }),
    },
    clock: { now: made.now },
    logger: made.logger,
    settings: { inboundMaxAttempts: 2, inboundBackoffBaseMs: 1 },
    egress: {
      dangerouslyAllowPrivateAddresses: ["127.0.0.0/8"],
      dangerouslyAllowPlainText: ["127.0.0.1", "no-such-host.invalid"],
      dangerouslyRedirectEndpoints: { ...redirects },
      trustedCertificates: [testAuthority],
      resolve: (host) => Promise.reject(Object.assign(new Error("not found"), { code: codeFor(host) })),
    },
  });
}

const codeFor = (host: string): string => (host.endsWith(".invalid") ? "ENOTFOUND" : "EAI_FAIL");
