// A host process: fills a store with credentials, or brings them under another key of the ring and says which of them still work.
import { createContactCenter, defineProvider, localKeyRing } from "@plugboard/core";
import { sqliteStore } from "@plugboard/store-sqlite";
import { z } from "zod";

const { mode, database, accounts, secret, mutant } = JSON.parse(process.argv[2] ?? "{}");
const act = { actor: "desk-3", authority: "administrator", at: "2026-11-22T00:00:00Z" };
const say = (line) => process.stdout.write(`${line}\n`);
const KEYS = { k1: new Uint8Array(32).fill(1), k2: new Uint8Array(32).fill(2) };

const facet = { countries: ["DE"], source: "https://x.example.com/dpa", readOn: "2026-11-22", safeguard: "none" };
const provider = defineProvider({
  manifest: {
    ...{ id: "here", name: "Here", version: "1.0.0", coreRange: "*", channelKinds: ["sms"] },
    seller: {
      ...{ legalName: "Here Ltd", country: "DE", website: "https://x.example.com" },
      support: "mailto:s@x.example.com",
    },
    documents: [{ kind: "terms", version: "1", url: "https://x.example.com/terms" }],
    ...{ accountModes: ["own"], capabilities: ["probe"] },
    endpoints: [{ id: "api", url: "https://api.x.example.com" }],
    operations: [{ id: "look", endpoints: ["api"], personalData: [], residency: { processing: facet } }],
  },
  settings: z.strictObject({}),
  credentials: z.strictObject({ key: z.string() }),
  open: async ({ accountId, credentials }) => ({
    probe: {
      doProbe: async () => {
        const { current, previous } = await credentials.resolve();
        const isRight = current.key === `${secret}-${accountId}-2` && previous?.key === `${secret}-${accountId}-1`;
        return { state: isRight ? "operational" : "down", certainty: 1 };
      },
    },
    close: async () => undefined,
  }),
});

const inner = sqliteStore(database);
// The mutant takes the old record away before the new one is there.
const inTwoSteps = async (group) => {
  for (const write of group)
    if (write.kind === "document-put" && write.document.collection === "credentials")
      await inner.commit([{ kind: "document-delete", collection: "credentials", id: write.document.id }]);
  return inner.commit(group);
};
const store = mutant && mode === "rewrap" ? { ...inner, commit: inTwoSteps } : inner;
const center = await createContactCenter({
  store,
  providers: [provider],
  keyRing: localKeyRing(
    mode === "look" ? { current: "k2", keys: { k2: KEYS.k2 } } : { current: mode === "seed" ? "k1" : "k2", keys: KEYS },
  ),
  authority: { unchecked: "a fault row" },
});

if (mode === "seed")
  for (let index = 0; index < accounts; index += 1) {
    const accountId = `a${index}`;
    const named = { accountId, name: "main", act };
    await center.credentials.store({ ...named, value: { key: `${secret}-${accountId}-1` } });
    await center.credentials.rotate({ ...named, value: { key: `${secret}-${accountId}-2` } });
    const activated = await center.channels.activate({
      ...{ accountId, channelId: `c${index}`, providerId: "here", secret: "main", instructed: act, termsAccepted: act },
      ...{ shown: center.channels.disclosure("here"), residency: { zones: ["EEA"] } },
    });
    if (!activated.activated) throw new Error(activated.refusal.code);
  }
if (mode === "rewrap") {
  const { failed } = await center.credentials.rewrap(act);
  for (const { code } of failed) say(`failed ${code}`);
}
if (mode === "look") {
  let right = 0;
  for (let index = 0; index < accounts; index += 1)
    if ((await center.channels.probe(`a${index}`, `c${index}`)).state === "operational") right += 1;
  say(`right ${right}`);
  say(`keys ${JSON.stringify(await center.credentials.keysInUse())}`);
}
await center.close();
say("closed");
