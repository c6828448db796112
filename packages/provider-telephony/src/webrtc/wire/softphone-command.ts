import * as z from "zod/mini";

const commandId = z.string().check(z.minLength(1), z.maxLength(64));
/** The id of the command that began the call, else the SIP Call-ID. */
const call = z.string().check(z.minLength(1), z.maxLength(256));

/** What the host asks an operator's page to do. Known by its id, done once. */
export const softphoneCommandSchema = z.discriminatedUnion("command", [
  z.strictObject({ commandId, command: z.literal("dial"), to: z.string().check(z.minLength(1), z.maxLength(320)) }),
  z.strictObject({ commandId, command: z.literal("answer"), call }),
  z.strictObject({ commandId, command: z.literal("hold"), call, on: z.boolean() }),
  z.strictObject({ commandId, command: z.literal("mute"), call, on: z.boolean() }),
  z.strictObject({ commandId, command: z.literal("transfer"), call, to: z.string().check(z.maxLength(320)) }),
  z.strictObject({
    commandId,
    command: z.literal("send-digits"),
    call,
    digits: z.string().check(z.regex(/^[0-9A-D*#w]+$/), z.maxLength(64)),
  }),
  z.strictObject({
    commandId,
    command: z.literal("hang-up"),
    call,
    reason: z.enum(["completed", "busy", "declined"]),
  }),
]);
export type SoftphoneCommand = z.infer<typeof softphoneCommandSchema>;
