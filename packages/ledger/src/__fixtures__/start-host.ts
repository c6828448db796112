import { join } from "node:path";
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { type ContactCenter, createContactCenter, ed25519Signer, type OutboundMessageInput } from "@plugboard/core";
import { memorySecrets } from "@plugboard/core/memory";
import { createHttpProvider, personalDataCanaries, startHttpProviderServer } from "@plugboard/provider-testkit";
import { sqliteStore } from "@plugboard/store-sqlite";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "./temporary-folder.js";

const { apiKey, webhookSecret } = personalDataCanaries;

export const act = { actor: "ann", authority: "administrator", at: "2026-11-21T00:00:00Z" } as const;

/** A host with an active channel whose provider listens on loopback. */
export async function startHost(): Promise<{
  readonly center: ContactCenter;
  readonly folder: string;
  readonly path: string;
  readonly publicKey: KeyObject;
  send(to: string, changes?: Partial<OutboundMessageInput>): Promise<string>;
  close(): Promise<void>;
}> {
  const server = await startHttpProviderServer({ apiKey });
  onTestFinished(() => server.close());
  const folder = temporaryFolder();
  const path = join(folder, "store.db");
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const center = await createContactCenter({
    store: sqliteStore(path),
    authority: { unchecked: "a test" },
    providers: [createHttpProvider()],
    secrets: memorySecrets({ key: { apiKey, webhookSecret } }),
    egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.0/8"], dangerouslyAllowPlainText: ["127.0.0.1"] },
    ledgerSigner: ed25519Signer(privateKey),
  });
  const close = (): Promise<void> => center.close({ graceMs: 0 });
  onTestFinished(close);
  const settings = { baseUrl: server.baseUrl, countries: ["DE"] };
  await center.channels.activate({
    accountId: "acme",
    channelId: "c1",
    providerId: "http",
    settings,
    secret: "key",
    instructed: act,
    shown: center.channels.disclosure("http", settings),
    termsAccepted: act,
    residency: { zones: ["EEA"] },
  });
  const send = async (to: string, changes: Partial<OutboundMessageInput> = {}): Promise<string> => {
    const result = await center.send({
      accountId: "acme",
      channelId: "c1",
      recipients: [{ address: { kind: "phone", value: to } }],
      content: { type: "text", text: "hello" },
      ...changes,
    });
    if (!result.accepted) throw new Error(`refused: ${result.refusal.code}`);
    await center.messages.settled("acme", result.messageId);
    return result.messageId;
  };
  return { center, folder, path, publicKey, send, close };
}
