import {
  partySchema,
  personalDataCategorySchema,
  residencyFacetSchema,
  signatureSchemeSchema,
} from "@plugboard/core/spec";
import { z } from "zod";
import { templateSchema } from "./template.js";

const codeSchema = z.string().regex(/^[A-Z][A-Z0-9_]{1,63}$/);
const pathSchema = z.string().regex(/^[\w.-]{1,200}$/);
const statusSchema = z.int().min(100).max(599);
/** Where a value stands in an answer or event, and what it is: `{ at: "ErrorCode", is: [406] }`. */
const conditionSchema = z.strictObject({
  at: pathSchema,
  is: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1),
});

/** An answer that means something other than its status says. The first rule that fits decides. */
const answerRuleSchema = z.strictObject({
  status: z.array(statusSchema).min(1),
  where: conditionSchema.optional(),
  outcome: z.enum(["refused", "try-again", "unknown"]).default("refused"),
  code: codeSchema,
  party: partySchema,
  /** Of a refusal that stands for the person's other messages, too: they told the provider to stop (R16), or their address does not exist (R21). */
  suppress: z.enum(["opt-out", "hard-bounce"]).optional(),
});

/**
 * What a kind of event reports. `failed`: given up, and not by the recipient's doing; `opt-out`, `opt-in`: the recipient wants no more messages, or messages
 * again, which the host keeps to (R16); `none`: of no interest.
 */
const reportNameSchema = z.enum([
  "sent",
  "delivered",
  "read",
  "delayed",
  "complained",
  "hard-bounce",
  "soft-bounce",
  "failed",
  "opt-out",
  "opt-in",
  "none",
]);
export type ReportName = z.infer<typeof reportNameSchema>;
export const reportNames = reportNameSchema.options;

const webhooksSchema = z.strictObject({
  signature: signatureSchemeSchema,
  /** Needed where the signature does not cover the body. */
  secondFactor: signatureSchemeSchema.optional(),
  /** Statuses by which the provider sends again, or never again, and how long it tries. */
  answers: z.strictObject({
    tryAgain: z.int().min(400).max(599),
    neverAgain: z.int().min(200).max(599),
    retriedForSeconds: z.int().min(1),
  }),
  documentation: z.url(),
  /**
   * Templates over the event and `header.…` that tell an event from every other; absent: the bytes of the delivery. Of several events in a delivery each is shown
   * once by them, in whatever delivery it comes again. Kept for long, so they name nothing of a person.
   */
  deduplicateBy: z.array(z.string()).min(1).optional(),
  /** Where a delivery's list of events stands; absent where the body is one event, or a list of them. */
  list: pathSchema.optional(),
  /** Where the kind of event stands; further places that an event has make it narrower: `"Bounce"`, `"Bounce:HardBounce"`. */
  kind: z.array(pathSchema).min(1).max(4),
  messageId: pathSchema,
  /** Where the provider gives our own id back (`transfer.idempotencyKey`), for idempotency `callback`. */
  reference: pathSchema.optional(),
  /** The first of these places that the event has. */
  recipient: z.union([pathSchema, z.array(pathSchema).min(1)]).optional(),
  code: pathSchema.optional(),
  /** The provider's clock: the first of these places that the event has. */
  occurredAt: z
    .array(z.strictObject({ at: pathSchema, as: z.enum(["iso", "epoch-seconds", "epoch-ms"]).default("iso") }))
    .default([]),
  /** By what they report, the kinds of event; the narrowest name of a kind decides. A kind in no list is parked, and read after an upgrade. */
  reports: z.partialRecord(reportNameSchema, z.array(z.string()).min(1)),
});

/** Everything a provider with an HTTP API is, beside its manifest. Data only: it could be JSON. */
export const httpDefinitionSchema = z.strictObject({
  baseUrl: z.string().regex(/^https:\/\/[^\s?#]+$/),
  /** Sent with every request; templates with `settings` and `credentials`. */
  headers: z.record(z.string().regex(/^[a-z0-9-]+$/), z.string()),
  /** Where data goes in every operation and facet; a facet that differs is named in `facets`. */
  residency: z.strictObject({
    ...residencyFacetSchema.unwrap().shape,
    facets: z
      .partialRecord(z.enum(["inTransit", "processing", "atRest", "callbacks"]), residencyFacetSchema)
      .optional(),
  }),
  send: z
    .strictObject({
      method: z.enum(["POST", "PUT"]).default("POST"),
      path: z.string().startsWith("/"),
      headers: z.record(z.string().regex(/^[a-z0-9-]+$/), z.string()).default({}),
      body: templateSchema,
      encoding: z.enum(["json", "form"]).default("json"),
      /** Absent: what the manifest's content features carry. */
      personalData: z.array(personalDataCategorySchema).optional(),
      timeoutMs: z.int().min(100).max(600_000).default(30_000),
      answer: z.strictObject({
        accepted: z.array(statusSchema).min(1),
        /** Where the provider's id of the message stands. */
        id: pathSchema,
        receivedAt: pathSchema.optional(),
        /** Where the provider's own code of a refusal stands. */
        code: pathSchema.optional(),
        rules: z.array(answerRuleSchema).default([]),
      }),
    })
    .optional(),
  /** Path of something that sends nothing, carries nobody's data and answers 200 when the credentials work. */
  probe: z.string().startsWith("/").optional(),
  webhooks: webhooksSchema.optional(),
});
export type HttpDefinition = z.infer<typeof httpDefinitionSchema>;
/** As it is written: defaults may be left out. */
export type HttpDefinitionInput = z.input<typeof httpDefinitionSchema>;
