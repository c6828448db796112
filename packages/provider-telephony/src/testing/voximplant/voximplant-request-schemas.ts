import { z } from "zod";

const id = z.string().regex(/^\d+$/);
const ids = z.string().regex(/^\d+(?:;\d+)*$/);
const time = z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
const number = z.string().regex(/^[1-9]\d{5,14}$/);
const truth = z.enum(["true", "false"]);

/** The parameters of the methods Plugboard uses. https://voximplant.com/docs/references/httpapi */
export const voximplantMethods = {
  StartScenarios: z.strictObject({
    rule_id: id,
    script_custom_data: z
      .string()
      .refine((data) => Buffer.byteLength(data) <= 200)
      .optional(),
    server_location: z.string().optional(),
  }),
  SendSmsMessage: z.strictObject({ source: number, destination: number, sms_body: z.string().min(1) }),
  GetCallHistory: z.strictObject({
    from_date: time,
    to_date: time,
    call_session_history_id: ids.optional(),
    remote_number: z.string().optional(),
    local_number: z.string().optional(),
    with_calls: truth.optional(),
    with_records: truth.optional(),
    count: id.optional(),
    offset: id.optional(),
  }),
  GetSmsHistory: z.strictObject({
    from_date: time,
    to_date: time,
    source_number: z.string().optional(),
    destination_number: z.string().optional(),
    count: id.optional(),
    offset: id.optional(),
  }),
  DeleteRecord: z.union([z.strictObject({ record_url: z.url() }), z.strictObject({ record_id: id })]),
  GetAccountInfo: z.strictObject({}),
} as const;
export type VoximplantMethod = keyof typeof voximplantMethods;
