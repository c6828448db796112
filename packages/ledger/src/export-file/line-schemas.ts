import { z } from "zod";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);
/** As RFC 4648 writes it, bits that mean nothing being 0: otherwise two texts would be one signature. */
const base64 = z.string().refine((text) => text !== "" && Buffer.from(text, "base64").toString("base64") === text);
const signature = z.strictObject({ publicKey: base64, value: base64 });
const parts = z.array(z.string().regex(/^[^\n]*$/)).min(1);
const hashes = z.array(hash);

/** Who did something, by what authority, and when, as they said. */
const personsAct = z.looseObject({ actor: z.string(), authority: z.string(), at: z.string() });

/** The lines of a file that `ledger.export`, `proof` or `evidence` of a host wrote; see docs/ledger-format.md. */
export const lineSchemas = {
  ledger: z.strictObject({
    kind: z.literal("ledger"),
    format: z.literal(1),
    accountId: z.string(),
    fromMs: z.number().optional(),
    toMs: z.number().optional(),
    madeAtMs: z.number(),
  }),
  evidence: z.strictObject({
    kind: z.literal("evidence"),
    format: z.literal(1),
    accountId: z.string(),
    person: z.strictObject({ kind: z.string(), value: z.string() }),
    recipient: z.string(),
    fromMs: z.number().optional(),
    toMs: z.number().optional(),
    madeAtMs: z.number(),
  }),
  consent: z.looseObject({
    kind: z.literal("consent"),
    consentId: z.string(),
    purposes: z.array(z.string()),
    wordingHash: hash,
    salt: z.string().optional(),
    channelKinds: z.array(z.string()).optional(),
    language: z.string().optional(),
    method: z.string(),
    givenAt: z.string(),
    source: z.string(),
    recordedAt: z.string(),
    recordedBy: z.string(),
    confirmation: z.looseObject({ expiresAt: z.string(), confirmedAt: z.string().optional() }).optional(),
    withdrawn: z.array(z.looseObject({ purpose: z.string(), at: z.string(), actor: z.string() })),
  }),
  suppression: z.looseObject({ kind: z.literal("suppression"), scope: z.string(), reason: z.string() }),
  activation: z.looseObject({
    kind: z.literal("activation"),
    channelId: z.string(),
    instructed: personsAct.optional(),
    shown: z.unknown().optional(),
    acceptances: z
      .array(z.looseObject({ act: personsAct, documents: z.array(z.unknown()), shown: z.unknown().optional() }))
      .default([]),
  }),
  batch: z.strictObject({
    kind: z.literal("batch"),
    before: count,
    number: z.int().min(1),
    previous: hash,
    sealedAtMs: count,
    firstTransfer: count,
    transfers: count,
    firstAct: count,
    acts: count,
    root: hash,
    hash,
    shown: z.array(count).min(1),
    hashes,
  }),
  transfer: z.strictObject({
    kind: z.literal("transfer"),
    sequence: z.int().min(1),
    leaf: hash,
    transferId: z.string(),
    messageId: z.string(),
    accountId: z.string(),
    channelId: z.string(),
    providerId: z.string(),
    operation: z.string(),
    attempt: count,
    openedAtMs: count,
    closedAtMs: count,
    outcome: z.enum(["received", "refused", "try-again", "unknown"]),
    categories: z.string(),
    countries: z.string(),
    bytesOut: count,
    code: z.string().optional(),
    providerReceivedAtMs: z.int().optional(),
    parts,
  }),
  act: z.strictObject({
    kind: z.literal("act"),
    sequence: z.int().min(1),
    leaf: hash,
    accountId: z.string(),
    atMs: z.number(),
    actor: z.string(),
    action: z.string(),
    parts,
  }),
  checkpoint: z.strictObject({
    kind: z.literal("checkpoint"),
    batches: count,
    head: hash,
    tree: hash,
    atMs: z.number(),
    signature: signature.optional(),
    hashes,
  }),
  end: z.strictObject({ kind: z.literal("end"), lines: count, sha256: hash, signature: signature.optional() }),
} as const;

export type LineKind = keyof typeof lineSchemas;
export type Line<Kind extends LineKind> = z.output<(typeof lineSchemas)[Kind]>;
export type AnyLine = { [Kind in LineKind]: Line<Kind> }[LineKind];

/** A checkpoint as a file of its own: what `ledger.checkpoint()` gave, as JSON. */
export const checkpointFileSchema = z.object({
  batches: count,
  head: hash,
  tree: hash,
  atMs: z.number(),
  signature: signature.optional(),
});
