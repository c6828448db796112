import { z } from "zod";
import type { SimulatedApi } from "./simulated-api.js";

const bodySchema = z.strictObject({
  From: z.string().min(3),
  To: z.string().min(3),
  Cc: z.string().optional(),
  Bcc: z.string().optional(),
  ReplyTo: z.string().optional(),
  Subject: z.string(),
  TextBody: z.string().optional(),
  HtmlBody: z.string().optional(),
  Headers: z.array(z.strictObject({ Name: z.string(), Value: z.string() })).optional(),
  Attachments: z
    .array(
      z.strictObject({
        Name: z.string(),
        Content: z.base64(),
        ContentType: z.string(),
        ContentID: z.string().startsWith("cid:").optional(),
      }),
    )
    .optional(),
  // At most 20 characters a name and 80 a value: https://postmarkapp.com/support/article/1125-custom-metadata-faq
  Metadata: z.record(z.string().max(20), z.string().max(80)),
  MessageStream: z.string().optional(),
  TrackOpens: z.boolean(),
  TrackLinks: z.enum(["None", "HtmlAndText", "HtmlOnly", "TextOnly"]),
});
const codes = {
  credentials: { status: 401, code: 10 },
  unavailable: { status: 503, code: 100 },
  "rate-limited": { status: 429, code: 429 },
  "bad-request": { status: 422, code: 300 },
} as const;
const refused = (status: number, ErrorCode: number) => ({ status, body: { ErrorCode, Message: "refused" } });

/** Postmark's other side. @see https://postmarkapp.com/developer/api/overview#error-codes */
export function postmarkApi(serverToken: string): SimulatedApi {
  return {
    sendPath: "/email",
    probePath: "/server",
    isAuthorised: (headers) => headers["x-postmark-server-token"] === serverToken,
    read: (_request, body) => {
      const parsed = bodySchema.safeParse(body);
      return parsed.success ? { to: parsed.data.To, key: parsed.data.Metadata["reference"] } : "BODY_INVALID";
    },
    receipt: (MessageID) => ({
      status: 200,
      body: { To: "", SubmittedAt: new Date().toISOString(), MessageID, ErrorCode: 0, Message: "OK" },
    }),
    refusal: (kind) => refused(codes[kind].status, codes[kind].code),
    recipientUnknown: refused(422, 406),
    id: (number) => `883953f4-6105-42a2-a16a-${String(number).padStart(12, "0")}`,
  };
}
