import { z } from "zod";

/**
 * The kind of a channel (R1). The published kinds are `email`, `sms`, `voice`, `whatsapp`, `webform` and `livechat`; a plugin may
 * bring another one: lower-case words joined by `-`.
 */
export const channelKindSchema = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/)
  .max(32);
export type ChannelKind = z.infer<typeof channelKindSchema>;
