import { countryCodeSchema, idSchema, parseUrl } from "@plugboard/core/spec";
import { z } from "zod";
import { formDefinitionSchema } from "../form/form-definition.js";
import { textsSchema } from "../form/texts.js";

/** An origin as browsers send it: scheme, host, and a port that is not the scheme's own; nothing behind it. */
const originSchema = z
  .string()
  .max(300)
  .refine((value) => parseUrl(value)?.origin === value && /^https?:/.test(value), {
    error: 'is no origin such as "https://www.example.com"',
  });
const rateSchema = z.strictObject({
  /** So many submissions. */
  count: z.int().min(1).max(1_000_000),
  /** In so many seconds. */
  perSeconds: z.int().min(1).max(86_400),
});

/** A web form channel as its account's administrator activates it. */
export const webformSettingsSchema = z
  .strictObject({
    form: formDefinitionSchema,
    /** Countries the host's own servers stand in: what visitors send stays on them (R13). */
    countries: z.array(countryCodeSchema).min(1),
    /**
     * The channel's address as visitors reach it, `https://forms.example.com/sites/<channel>`. Needed for a double opt-in, whose link must never be
     * made of what a request claims.
     */
    publicUrl: z
      .url({ protocol: /^https?$/ })
      .refine((url) => !/[?#]|\/$/.test(url), { error: "without query, fragment and slash at the end" })
      .optional(),
    /** Websites that may show the form beside its own page; every other origin is refused. */
    origins: z.array(originSchema).max(100).default([]),
    /** Pages a visitor may be sent to afterwards; a form names one of them, or the confirmation is shown. */
    redirects: z
      .array(z.url({ protocol: /^https?$/ }))
      .max(20)
      .default([]),
    /** A person does not read and fill in a form faster. Seconds. */
    minimumFillSeconds: z.int().min(0).max(60).default(2),
    /** How long a form that was opened can be sent. */
    tokenValidForMinutes: z.int().min(5).max(1_440).default(120),
    /** What strangers may use up. */
    limits: z
      .strictObject({
        /** From one visitor's address. */
        perVisitor: rateSchema.default({ count: 20, perSeconds: 600 }),
        /** From one website, all visitors together. */
        perOrigin: rateSchema.default({ count: 3_000, perSeconds: 60 }),
        /** To one e-mail address: nobody's mailbox is filled with questions for confirmation. */
        perMailbox: rateSchema.default({ count: 5, perSeconds: 3_600 }),
      })
      .prefault({}),
    /** A puzzle (ALTCHA) that the visitor's browser solves, without a third party: a number up to this. The form then needs a script. */
    proofOfWork: z
      .strictObject({
        /** The most numbers a browser has to try: a larger one is slower to solve. */
        maxNumber: z.int().min(100).max(1_000_000).default(50_000),
      })
      .optional(),
    /** How the form asks by e-mail whether the person meant it. */
    doubleOptIn: z
      .strictObject({
        /** The account's own channel of kind `email` that carries the question. */
        channelId: idSchema,
        subject: textsSchema,
        /** `{link}` stands for the address that confirms. */
        text: textsSchema.refine((texts) => Object.values(texts).every((text) => text.includes("{link}")), {
          error: "misses {link}",
        }),
        /** How long the link counts. */
        validForDays: z.int().min(1).max(30).default(7),
      })
      .optional(),
  })
  .superRefine(({ form, doubleOptIn, publicUrl }, context) => {
    const isAsked = form.fields.some((field) => field.type === "consent" && field.doubleOptIn);
    if (isAsked && doubleOptIn === undefined)
      context.addIssue({ code: "custom", path: ["doubleOptIn"], message: "a field of the form asks for it" });
    if (isAsked && publicUrl === undefined)
      context.addIssue({ code: "custom", path: ["publicUrl"], message: "is needed for a double opt-in" });
  });
export type WebformSettings = z.infer<typeof webformSettingsSchema>;
export type WebformSettingsInput = z.input<typeof webformSettingsSchema>;
