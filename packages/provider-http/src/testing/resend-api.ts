import { z } from "zod";
import type { SimulatedApi } from "./simulated-api.js";

const mailboxes = z.array(z.string().min(3)).min(1).max(50);
const bodySchema = z.strictObject({
  from: z.string().min(3),
  to: mailboxes,
  cc: mailboxes.optional(),
  bcc: mailboxes.optional(),
  reply_to: z.string().optional(),
  subject: z.string(),
  text: z.string().optional(),
  html: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  attachments: z
    .array(
      z.strictObject({
        filename: z.string(),
        content: z.base64(),
        content_type: z.string(),
        content_id: z.string().max(128).optional(),
      }),
    )
    .optional(),
});
const names = {
  credentials: { status: 401, name: "missing_api_key" },
  unavailable: { status: 500, name: "application_error" },
  "rate-limited": { status: 429, name: "rate_limit_exceeded" },
  "bad-request": { status: 422, name: "validation_error" },
} as const;

/** Resend's other side. @see https://resend.com/docs/api-reference/errors */
export function resendApi(apiKey: string): SimulatedApi {
  return {
    sendPath: "/emails",
    probePath: "/domains",
    isAuthorised: ({ authorization }) => authorization === `Bearer ${apiKey}`,
    read: ({ headers }, body) => {
      const parsed = bodySchema.safeParse(body);
      const key = headers["idempotency-key"];
      if (!parsed.success) return "BODY_INVALID";
      return key !== undefined && key.length > 256 ? "KEY_TOO_LONG" : { to: parsed.data.to.join(", "), key };
    },
    receipt: (id) => ({ status: 200, body: { id } }),
    refusal: (kind) => ({
      status: names[kind].status,
      body: { statusCode: names[kind].status, name: names[kind].name, message: "refused" },
    }),
    id: (number) => `49a3999c-0ce1-4ea6-ab68-${String(number).padStart(12, "0")}`,
  };
}
