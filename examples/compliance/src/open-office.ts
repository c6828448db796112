import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Act, type ContactCenter, createContactCenter, ed25519Signer } from "@plugboard/core";
import { sqliteStore } from "@plugboard/store-sqlite";
import { letterbox } from "./letterbox-provider.js";
import { type LetterboxServer, startLetterboxServer } from "./start-letterbox-server.js";

export const ACCOUNT = "acme-eu";
/** The story is of today: deadlines are counted from it. */
export const today = new Date().toISOString();
/** The administrator of the account; the host knows nobody else. */
export const ann: Act = { actor: "ann", authority: "administrator", at: today };

/** A host with two providers, their server on loopback, and a place for what the account takes home. */
export interface Office {
  readonly center: ContactCenter;
  /** Where the store lies: the folder whose bytes are looked at. */
  readonly storeFolder: string;
  readonly database: string;
  /** Where exports go. */
  readonly exportFolder: string;
  /** What the provider has. */
  readonly server: LetterboxServer;
  /** Of the key that signs exports: for who verifies them. */
  readonly publicKey: KeyObject;
  close(): Promise<void>;
}

export async function openOffice(folder: string): Promise<Office> {
  const server = await startLetterboxServer();
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const storeFolder = join(folder, "store");
  const exportFolder = join(folder, "exports");
  for (const path of [storeFolder, exportFolder]) mkdirSync(path, { recursive: true, mode: 0o700 });
  // For whoever verifies: whose signature it has to be.
  writeFileSync(join(exportFolder, "ledger-key.pem"), publicKey.export({ type: "spki", format: "pem" }));
  const database = join(storeFolder, "plugboard.db");
  const center = await createContactCenter({
    store: sqliteStore(database),
    providers: [letterbox("eu-letterbox", "Letterbox", "IE"), letterbox("us-letterbox", "Mailbag", "US")],
    authority: {
      authorise: ({ accountId, act }) => ({
        authorised: accountId === ACCOUNT && act.actor === ann.actor,
        reference: "session-1",
      }),
    },
    ledgerSigner: ed25519Signer(privateKey.export({ type: "pkcs8", format: "pem" }).toString()),
    // The provider's server is on loopback; a host in production leaves this out.
    egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.0/8"], dangerouslyAllowPlainText: ["127.0.0.1"] },
  });
  return {
    ...{ center, storeFolder, database, exportFolder },
    ...{ server, publicKey },
    close: async () => {
      await center.close();
      await server.close();
    },
  };
}
