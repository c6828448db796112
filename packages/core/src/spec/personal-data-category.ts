import { z } from "zod";

/** The categories of personal data an operation may carry (R12): what a transfer receipt names, never the data itself. */
export const personalDataCategorySchema = z.enum([
  "recipient-address",
  "recipient-name",
  "sender-address",
  "sender-name",
  "message-content",
  "attachments",
  "voice",
  "location",
  "contacts",
  "technical-metadata",
]);
export type PersonalDataCategory = z.infer<typeof personalDataCategorySchema>;
