import { silentLogger } from "../../ports/memory/silent-logger.js";
import type { ProviderManifest } from "../../spec/manifest/provider-manifest.js";
import type { ChannelEgress } from "../channel-egress.js";
import { createEgress } from "../create-egress.js";
import type { Egress, OpenChannelEgress } from "../egress.js";
import type { EgressOptions } from "../egress-options.js";
import { type EndpointOf, egressManifest, type OperationOf } from "./egress-manifest.js";

/** A fixed clock, so that times in facts can be compared. */
export const CLOCK_MS = 1_764_000_000_000;

const LOOPBACK: EgressOptions = {
  dangerouslyAllowPrivateAddresses: ["127.0.0.0/8", "::1"],
  dangerouslyAllowPlainText: ["127.0.0.1", "localhost", "[::1]", "*.test"],
};

/** An egress that may reach loopback in plain text. */
export function loopbackEgress(options: EgressOptions = {}): Egress {
  return createEgress({ ...LOOPBACK, ...options }, { clock: { now: () => CLOCK_MS }, logger: silentLogger });
}

/** One channel of it, with one endpoint called `api`. */
export function openOne(
  egress: Egress,
  url: string,
  more: { operations?: readonly OperationOf[] } & Partial<OpenChannelEgress> = {},
): ChannelEgress {
  return openWith(egress, egressManifest([{ id: "api", url }], more.operations), more);
}

export function openMany(
  egress: Egress,
  endpoints: readonly EndpointOf[],
  more: { operations?: readonly OperationOf[] } & Partial<OpenChannelEgress> = {},
): ChannelEgress {
  return openWith(egress, egressManifest(endpoints, more.operations), more);
}

function openWith(egress: Egress, manifest: ProviderManifest, more: Partial<OpenChannelEgress>): ChannelEgress {
  const { signal, refuse, settings = {} } = more;
  return egress.open({
    manifest,
    channelId: "ch-1",
    settings,
    ...(signal ? { signal } : {}),
    ...(refuse ? { refuse } : {}),
  });
}
