import { parseUrl } from "@plugboard/core/spec";
import { z } from "zod";

/** BCP 47, the language alone or with a region: `"de"`, `"pt-BR"`. */
const languageSchema = z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}$/);
/** A text in several languages; the first one stands in for a language that is missing. */
const textsSchema = z
  .record(languageSchema, z.string().min(1).max(4_000))
  .refine((texts) => Object.keys(texts).length > 0, "at least one language is needed");
/** An origin as browsers send it: scheme, host and, where it is not the scheme's own, port; nothing behind it. */
const originSchema = z
  .string()
  .max(300)
  .refine((value) => parseUrl(value)?.origin === value && /^https?:/.test(value), {
    error: 'is no origin such as "https://www.example.com"',
  });

/** Types that are let in by what their first bytes say, not by their name. */
const fileTypes = ["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain"] as const;

/** A live chat channel as its account configures it. */
export const livechatSettingsSchema = z
  .strictObject({
    /** Shown as the name of whoever answers: the account's brand. */
    name: z.string().min(1).max(80),
    /** Websites that may embed the chat; requests of others are refused. */
    origins: z.array(originSchema).min(1).max(100),
    /** Countries the host's own servers stand in: all data of this channel stays on them. */
    countries: z.array(z.string().regex(/^[A-Z]{2}$/)).min(1),
    /** Where the host's pages are reached from outside, for the record; requests are taken wherever the host mounts them. */
    publicUrl: z.url({ protocol: /^https?$/ }).optional(),
    /** First words of the account, shown above the first message. They are decoration, no message: nothing is recorded. */
    greeting: textsSchema.optional(),
    /** Asked before the first message. The exact words are hashed into the record of the consent. */
    consent: z
      .strictObject({
        /** As messages name it in `legalBasis.purpose`. */
        purpose: z.string().min(1).max(128),
        /** The question, in the languages the site speaks. */
        wording: textsSchema,
        /** Page with the account's privacy statement. */
        privacyUrl: z.url({ protocol: /^https?$/ }).optional(),
      })
      .optional(),
    /** Page with a form, offered while nobody is there. */
    offlineUrl: z.url({ protocol: /^https?$/ }).optional(),
    /** `signal`: somebody is there while the host says so; `always`: the chat never shows as unattended. */
    presence: z.enum(["signal", "always"]).default("signal"),
    /** Only visitors whom the website signed in may write. */
    requireIdentity: z.boolean().default(false),
    /** A visitor who does not come back for so long is a new visitor. */
    sessionDays: z.int().min(1).max(365).default(30),
    /** A conversation that nobody has used for so long is removed, and the host told; `sessionDays` where it is not set, and never less. */
    keepDays: z.int().min(1).max(3_650).optional(),
    /** What visitors may send; `null`: no files. */
    files: z
      .strictObject({
        /** Of one file. */
        maxBytes: z.int().min(1).max(10_485_760).default(10_485_760),
        /** Known by what the first bytes say. */
        types: z
          .array(z.enum(fileTypes))
          .min(1)
          .default([...fileTypes]),
      })
      .nullable()
      .prefault({}),
    /** What strangers may use up. */
    limits: z
      .strictObject({
        /** Unicode code points of one message. */
        maxTextLength: z.int().min(1).max(20_000).default(4_000),
        /** Of one visitor. */
        messagesPerMinute: z.int().min(1).max(600).default(30),
        /** New visitors from one address. */
        sessionsPerMinuteAndAddress: z.int().min(1).max(10_000).default(20),
        /** Messages and files from one address, whoever it says it is. */
        messagesPerHourAndAddress: z.int().min(1).max(1_000_000).default(1_000),
        /** The same over a day: a slow flood stays below what an hour allows. */
        messagesPerDayAndAddress: z.int().min(1).max(10_000_000).default(5_000),
        /** Of files from one address: what strangers send stays on the host's disk. */
        megabytesPerHourAndAddress: z.int().min(10).max(100_000).default(100),
        /** Open connections of one visitor: tabs and devices. */
        streamsPerVisitor: z.int().min(1).max(50).default(8),
        /** Open connections of the whole channel. */
        streams: z.int().min(1).max(100_000).default(10_000),
      })
      .prefault({}),
  })
  .refine(({ keepDays, sessionDays }) => keepDays === undefined || keepDays >= sessionDays, {
    path: ["keepDays"],
    error: "is less than sessionDays: visitors would come back to a conversation that is gone",
  });
export type LivechatSettings = z.output<typeof livechatSettingsSchema>;
export type LivechatSettingsInput = z.input<typeof livechatSettingsSchema>;
