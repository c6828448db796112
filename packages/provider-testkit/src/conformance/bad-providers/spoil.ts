import type { ConnectionV1, ProviderInstanceV1, ProviderManifest, TransferV1 } from "@plugboard/core/spec";
import type { ProviderFixtures } from "../provider-fixtures.js";

type Outbound = NonNullable<ProviderInstanceV1["outboundMessages"]>;
type Inbound = NonNullable<ProviderInstanceV1["inboundEvents"]>;

/** A copy of a provider with a part of it replaced. */
export interface Spoiling {
  readonly manifest?: (manifest: ProviderManifest) => ProviderManifest;
  readonly instance?: (instance: ProviderInstanceV1, connection: ConnectionV1) => Partial<ProviderInstanceV1>;
  readonly send?: (doSend: Outbound["doSend"], connection: ConnectionV1) => Outbound["doSend"];
  readonly inbound?: (inbound: Inbound, connection: ConnectionV1) => Partial<Inbound>;
}

/** Spoils a good provider; the rest of it stays as it is. */
export function spoil(good: ProviderFixtures, { manifest, instance, send, inbound }: Spoiling): ProviderFixtures {
  const { provider } = good;
  return {
    ...good,
    provider: {
      ...provider,
      manifest: manifest?.(provider.manifest) ?? provider.manifest,
      open: async (connection) => {
        const opened = await provider.open(connection);
        const { outboundMessages, inboundEvents } = opened;
        return {
          ...opened,
          ...(send && outboundMessages
            ? { outboundMessages: { ...outboundMessages, doSend: send(outboundMessages.doSend, connection) } }
            : {}),
          ...(inbound && inboundEvents
            ? { inboundEvents: { ...inboundEvents, ...inbound(inboundEvents, connection) } }
            : {}),
          ...instance?.(opened, connection),
        };
      },
    },
  };
}

/** A provider that gets something else than the host gives it. */
export function withConnection(
  good: ProviderFixtures,
  change: (connection: ConnectionV1) => Partial<ConnectionV1>,
): ProviderFixtures {
  const { provider } = good;
  const open: typeof provider.open = (connection) => provider.open({ ...connection, ...change(connection) });
  return { ...good, provider: { ...provider, open } };
}

/** A transfer that shows another message, or another key. */
export function withTransfer(
  transfer: TransferV1,
  changes: Partial<Pick<TransferV1, "message" | "idempotencyKey">>,
): TransferV1 {
  const { transferId, messageId, attempt, deadlineAtMs } = transfer;
  const message = changes.message ?? transfer.message;
  const idempotencyKey = changes.idempotencyKey ?? transfer.idempotencyKey;
  return { transferId, messageId, attempt, deadlineAtMs, message, idempotencyKey };
}
