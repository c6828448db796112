import type { ProviderInstanceV1, ProviderV1 } from "@plugboard/core/spec";
import { fakeConnection, fakeTransfer } from "@plugboard/provider-testkit";

/** Opens a channel of the hostile connector without a host. */
export async function openHostile(provider: ProviderV1): Promise<ProviderInstanceV1> {
  return provider.open(fakeConnection(provider, { settings: {}, credentials: {} }));
}

/** Asks it to do something. Rejects when it could not. */
export async function askFor(instance: ProviderInstanceV1, text: string): Promise<unknown> {
  const recipients = [{ address: { kind: "phone" as const, value: "+4930123456" } }];
  return instance.outboundMessages?.doSend(fakeTransfer({ recipients, content: { type: "text", text } }));
}
