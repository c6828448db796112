import { z } from "zod";
import { actSchema } from "../spec/act.js";
import { accountIdSchema, idSchema, instantSchema } from "../spec/identifier.js";
import { addressSchema } from "../spec/message/address.js";

/** The rights of GDPR Art. 7(3), 15 to 18, 20, 21. */
export const subjectRightSchema = z.enum(["access", "rectify", "erase", "restrict", "port", "object", "withdraw"]);
export type SubjectRight = z.infer<typeof subjectRightSchema>;

const purposesSchema = z.array(z.string().min(1).max(128)).min(1).max(32);

/** How it was made sure that the request comes from the person: without it anybody could have anybody erased. */
const identitySchema = z.lazy(() =>
  z.strictObject({
    method: z.string().min(1).max(200),
    checkedBy: z.string().min(1).max(200),
    checkedAt: instantSchema,
  }),
);

/** The person themselves, on a page that knows them: nobody acts for the account. */
const personActSchema = z.lazy(() =>
  z.strictObject({ actor: z.literal("visitor"), authority: z.literal("person"), at: instantSchema }),
);

/** A request of a person, as the host application hands it over (R15). */
export const rightsOrderSchema = z.lazy(() =>
  z
    .strictObject({
      accountId: accountIdSchema,
      right: subjectRightSchema,
      /** The person: all their addresses. */
      addresses: z.array(addressSchema).min(1).max(32),
      identity: identitySchema,
      /** When the person asked: the deadline counts from here. */
      receivedAt: instantSchema,
      /** The host's own name of the request: a ticket. No address. */
      reference: z.string().min(1).max(200).optional(),
      /** Of `object` and `withdraw`: for what; for everything when absent. */
      purposes: purposesSchema.optional(),
      /** Of `rectify`: what is wrong and what is right. */
      rectified: z
        .array(z.strictObject({ from: addressSchema, to: addressSchema }))
        .min(1)
        .max(32)
        .optional(),
      act: actSchema,
    })
    .refine(({ right, rectified }) => (right === "rectify") === (rectified !== undefined), {
      error: "rectified is needed for rectify, and for nothing else",
      path: ["rectified"],
    })
    .refine(({ right, purposes }) => purposes === undefined || right === "object" || right === "withdraw", {
      error: "purposes are for object and withdraw",
      path: ["purposes"],
    }),
);
export type RightsOrder = z.input<typeof rightsOrderSchema>;

/** Something that has to be done for a request, and the proof that it was. */
export const rightsTargetSchema = z.lazy(() =>
  z.strictObject({
    targetId: idSchema,
    /** `queue`: messages that wait; `lists`: consents and the like; `store`; `ledger`; `files`: no byte left in them; `provider`. */
    kind: z.enum(["queue", "lists", "store", "ledger", "files", "provider"]),
    channelId: idSchema.optional(),
    providerId: z.string().optional(),
    /** `pending`: the host is at it; `waiting`: until `nextAtMs`; `manual`: a person has to do it; `done`: proven. */
    state: z.enum(["pending", "waiting", "manual", "done"]),
    attempt: z.int().min(0),
    nextAtMs: z.number().optional(),
    /** Why it waits, or why a person has to do it. */
    code: z.string().optional(),
    task: z.strictObject({ instructions: z.string(), createdAt: instantSchema, dueAt: instantSchema }).optional(),
    proof: z.strictObject({ at: instantSchema, by: z.string(), text: z.string() }).optional(),
    /** Of `access`: what the provider has, base64. Goes when the request is closed. */
    data: z.array(z.string()).optional(),
    /** The provider's ids of the person's messages and calls. Go when the request is closed. */
    providerMessageIds: z.array(z.string()).optional(),
    /** Of `erase`: recordings of the person's calls that are deleted at the provider. Go when the request is closed. */
    recordings: z.array(z.strictObject({ sessionId: z.string(), mediaId: z.string() })).optional(),
  }),
);
export type RightsTarget = z.infer<typeof rightsTargetSchema>;

/** A request as it is kept: a state machine that goes on after a crash where it was. Closed, it names nobody any more. */
export const rightsRequestSchema = z.lazy(() =>
  z.strictObject({
    requestId: idSchema,
    accountId: accountIdSchema,
    right: subjectRightSchema,
    /** Gone when the request is closed. */
    addresses: z.array(addressSchema),
    rectified: z.array(z.strictObject({ from: addressSchema, to: addressSchema })).optional(),
    purposes: purposesSchema.optional(),
    reference: z.string().optional(),
    identity: identitySchema,
    act: z.union([actSchema, personActSchema]),
    receivedAt: instantSchema,
    dueAt: instantSchema,
    /** `open` → `ready` (access, port: to be handed over) → `closing` (nothing but traces left) → `done`. */
    state: z.enum(["open", "ready", "closing", "done"]),
    targets: z.array(rightsTargetSchema),
    /** Notices that were told. */
    told: z.array(z.string()),
    closedAt: instantSchema.optional(),
  }),
);
export type RightsRequest = z.infer<typeof rightsRequestSchema>;

/** A manual task that somebody carried out. */
export const taskCompletionSchema = z.lazy(() =>
  z.strictObject({
    accountId: accountIdSchema,
    requestId: idSchema,
    targetId: idSchema,
    /** What proves it: the provider's reference, the date of its letter. No address. */
    proof: z.string().min(1).max(1_000),
    act: actSchema,
  }),
);
export type TaskCompletion = z.input<typeof taskCompletionSchema>;
