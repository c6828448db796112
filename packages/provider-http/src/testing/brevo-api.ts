import { z } from "zod";
import type { SimulatedApi } from "./simulated-api.js";

const person = z.strictObject({ email: z.email(), name: z.string().max(70).optional() });
const bodySchema = z.strictObject({
  sender: person,
  to: z.array(person).min(1),
  cc: z.array(person).optional(),
  bcc: z.array(person).optional(),
  replyTo: person.optional(),
  subject: z.string(),
  textContent: z.string().optional(),
  htmlContent: z.string().optional(),
  headers: z.record(z.string(), z.string()).and(z.object({ idempotencyKey: z.uuid() })),
  attachment: z.array(z.strictObject({ name: z.string(), content: z.base64() })).optional(),
});
const codes = {
  credentials: { status: 401, code: "unauthorized" },
  unavailable: { status: 503, code: "internal_error" },
  "rate-limited": { status: 429, code: "too_many_requests" },
  "bad-request": { status: 400, code: "invalid_parameter" },
} as const;

/** Brevo's other side. @see https://developers.brevo.com/reference/sendtransacemail */
export function brevoApi(apiKey: string): SimulatedApi {
  return {
    sendPath: "/v3/smtp/email",
    probePath: "/v3/account",
    isAuthorised: (headers) => headers["api-key"] === apiKey,
    read: (_request, body) => {
      const parsed = bodySchema.safeParse(body);
      if (!parsed.success) return "BODY_INVALID";
      return { to: parsed.data.to.map(({ email }) => email).join(", "), key: parsed.data.headers.idempotencyKey };
    },
    receipt: (messageId) => ({ status: 201, body: { messageId } }),
    refusal: (kind) => ({ status: codes[kind].status, body: { code: codes[kind].code, message: "refused" } }),
    id: (number) => `<202611220600.${String(number).padStart(11, "0")}@smtp-relay.mailin.fr>`,
  };
}
