import type { z } from "zod";
import type { ClockV1 } from "../spec/connection/clock.js";
import { EgressRefusedError } from "../spec/errors/egress-refused-error.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import { systemResolver } from "./address/resolve-addresses.js";
import { ChannelPlanner } from "./channel/channel-planner.js";
import { GuardedChannel } from "./channel/guarded-channel.js";
import type { SharedEgress } from "./channel/shared-egress.js";
import { DeadlineQueue } from "../timing/deadline-queue.js";
import { Dialer } from "./dial/dialer.js";
import { trustAnchors } from "./dial/trust-anchors.js";
import type { Egress } from "./egress.js";
import type { egressOptionsSchema } from "./egress-options.js";
import type { Origin } from "./endpoint/origin.js";
import { originOf } from "./endpoint/origin-of.js";
import type { EgressGuards } from "./guards.js";
import { TransportRegistry } from "./http/transport-registry.js";

/** Beside the options: what the host supplies. */
export interface EgressDependencies {
  /** For the times in receipts; deadlines have a clock of their own that nobody can set. */
  readonly clock: ClockV1;
  readonly logger: LoggerV1;
}

/** Puts the way out together around a set of checks. */
export function buildEgress(
  options: z.output<typeof egressOptionsSchema>,
  dependencies: EgressDependencies,
  guards: EgressGuards,
): Egress {
  const deadlines = new DeadlineQueue();
  const trust = trustAnchors(options.trustedCertificates);
  const resolve = options.resolve ?? systemResolver();
  const dialer = new Dialer(resolve, guards.address, trust, deadlines);
  const redirects = readRedirects(options.dangerouslyRedirectEndpoints);
  const transports = new TransportRegistry(dialer, options);
  const planner = new ChannelPlanner(guards, redirects);
  const channels = new Set<GuardedChannel>();
  let closing: Promise<void> | undefined;

  const dangers = [
    ...(options.dangerouslyAllowPrivateAddresses.length > 0 ? ["dangerouslyAllowPrivateAddresses"] : []),
    ...(options.dangerouslyAllowPlainText.length > 0 ? ["dangerouslyAllowPlainText"] : []),
    ...(redirects.size > 0 ? ["dangerouslyRedirectEndpoints"] : []),
  ];
  if (dangers.length > 0) dependencies.logger.warn("the egress guard is weakened", { options: dangers.join(" ") });

  const shared: SharedEgress = {
    guards,
    redirects,
    deadlines,
    dialer,
    clock: dependencies.clock,
    trustedCertificates: trust.certificates,
    transports,
  };
  return {
    open: (channel) => {
      if (closing) throw new EgressRefusedError("closed", { channelId: channel.channelId });
      const opened = new GuardedChannel(channel, planner.plan(channel), shared, (closed) => channels.delete(closed));
      channels.add(opened);
      return opened;
    },
    close: () =>
      (closing ??= (async () => {
        await Promise.all([...channels].map((channel) => channel.close()));
        deadlines.clear();
      })()),
  };
}

function readRedirects(redirects: Readonly<Record<string, string>>): ReadonlyMap<string, Origin> {
  const read = new Map<string, Origin>();
  for (const [from, to] of Object.entries(redirects)) {
    const [source, target] = [originOf(from), originOf(to)];
    if (source && target) read.set(source.text, target);
  }
  return read;
}
