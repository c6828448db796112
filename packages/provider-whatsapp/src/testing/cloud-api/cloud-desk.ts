import { createHash, randomBytes } from "node:crypto";
import type { CloudSimulatorOptions, SimulatedTemplate } from "./cloud-simulator-options.js";
import type { CloudSender } from "./cloud-webhook-bodies.js";
import { jsonAnswer } from "../simulator/json-answer.js";
import { graphError } from "./graph-error.js";
import { publishedMessageSchema, publishedSignalSchema, type PublishedMessage } from "./published-message-schema.js";

const DAY_MS = 86_400_000;
const FREE_AT_ANY_TIME = "template";

/** A message the simulated API took. */
export interface TakenMessage {
  readonly id: string;
  /** Phone number as sent, or business-scoped user id. */
  readonly to: string;
  readonly idempotencyKey?: string;
  readonly body: PublishedMessage;
  readonly takenAtMs: number;
}

export interface StoredFile {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** The state of a simulated number and its account, and what the API does with it: the same for all who offer the Cloud API. */
export class CloudDesk {
  readonly sender: CloudSender;
  readonly templates: readonly SimulatedTemplate[];
  readonly messages: TakenMessage[] = [];
  /** Ids of messages that were marked as read, and whether typing was shown. */
  readonly signals: { readonly messageId: string; readonly typing: boolean }[] = [];
  readonly files = new Map<string, StoredFile>();
  readonly now: () => number;
  private readonly wroteAtMs = new Map<string, number>();
  private readonly ownIds = new Set<string>();

  constructor(
    readonly options: CloudSimulatorOptions,
    private readonly complain: (code: string) => void,
  ) {
    this.sender = {
      businessAccountId: "102290129340398",
      phoneNumberId: "106540352242922",
      displayPhoneNumber: "15550783881",
      ...options.sender,
    };
    this.templates = options.templates ?? [];
    this.now = options.now ?? (() => Date.now());
  }

  /** Notes that a person wrote: opens their window, and makes the message known to signals. */
  personWrote(message: { readonly id: string; readonly from?: string; readonly userId?: string }, atMs: number): void {
    for (const name of [message.from, message.userId]) if (name !== undefined) this.wroteAtMs.set(name, atMs);
    this.ownIds.add(message.id);
  }

  /** `POST …/messages`: a message, or a signal. */
  post(value: unknown): Response {
    if (typeof value === "object" && value !== null && "status" in value) return this.signal(value);
    const parsed = publishedMessageSchema.safeParse(value);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      this.complain(`BODY_INVALID ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`);
      return graphError(400, 100, "Invalid parameter");
    }
    const body = parsed.data;
    const to = body.to ?? body.recipient ?? "";
    const refused = this.refusalOf(body, to);
    if (refused !== undefined) return refused;
    const id = `wamid.${randomBytes(24).toString("base64url").toUpperCase()}`;
    const reference = body.biz_opaque_callback_data;
    this.messages.push({
      id,
      to,
      ...(reference === undefined ? {} : { idempotencyKey: reference }),
      body,
      takenAtMs: this.now(),
    });
    const contact = body.to === undefined ? { input: to, user_id: to } : { input: to, wa_id: to.replace(/^\+/, "") };
    return jsonAnswer(200, {
      messaging_product: "whatsapp",
      contacts: [contact],
      messages: [{ id, ...(body.type === "template" ? { message_status: "accepted" } : {}) }],
    });
  }

  async upload(form: FormData): Promise<Response> {
    const file = form.get("file");
    const type = form.get("type");
    if (form.get("messaging_product") !== "whatsapp" || typeof type !== "string" || !(file instanceof File)) {
      this.complain("UPLOAD_INVALID");
      return graphError(400, 100, "Invalid parameter");
    }
    if (type !== file.type) this.complain("UPLOAD_TYPE_DIFFERS");
    return jsonAnswer(200, { id: this.addFile(new Uint8Array(await file.arrayBuffer()), type) });
  }

  /** Makes a file known, as one that a person sent. @returns its id. */
  addFile(bytes: Uint8Array, contentType: string): string {
    const id = String(BigInt(`0x${randomBytes(7).toString("hex")}`));
    this.files.set(id, { bytes, contentType });
    return id;
  }

  describeFile(id: string, url: string): Response {
    const file = this.files.get(id);
    if (file === undefined) return graphError(400, 100, "Unsupported get request: the object does not exist");
    return jsonAnswer(200, {
      messaging_product: "whatsapp",
      url,
      mime_type: file.contentType,
      sha256: createHash("sha256").update(file.bytes).digest("hex"),
      file_size: String(file.bytes.byteLength),
      id,
    });
  }

  deleteFile(id: string): Response {
    if (this.files.delete(id)) return jsonAnswer(200, { success: true });
    return graphError(400, 100, "Unsupported delete request: the object does not exist");
  }

  private signal(value: object): Response {
    const parsed = publishedSignalSchema.safeParse(value);
    if (!parsed.success || !this.ownIds.has(parsed.data.message_id)) {
      this.complain("SIGNAL_INVALID");
      return graphError(400, 100, "Invalid parameter");
    }
    this.signals.push({ messageId: parsed.data.message_id, typing: parsed.data.typing_indicator !== undefined });
    return jsonAnswer(200, { success: true });
  }

  private refusalOf(body: PublishedMessage, to: string): Response | undefined {
    for (const id of mediaIds(body))
      if (!this.files.has(id)) {
        this.complain("MEDIA_UNKNOWN");
        return graphError(400, 131_053, "Media upload error");
      }
    if (this.options.enforceServiceWindow !== true || body.type === FREE_AT_ANY_TIME) return undefined;
    const wroteAtMs = this.wroteAtMs.get(to.replace(/^\+/, ""));
    if (wroteAtMs !== undefined && this.now() < wroteAtMs + DAY_MS) return undefined;
    this.complain("SERVICE_WINDOW_CLOSED");
    return graphError(400, 131_047, "Re-engagement message");
  }
}

function mediaIds(body: PublishedMessage): string[] {
  const found: string[] = [];
  const walk = (value: unknown, key: string): void => {
    if (typeof value !== "object" || value === null) return;
    if (
      ["image", "video", "audio", "document", "sticker"].includes(key) &&
      "id" in value &&
      typeof value.id === "string"
    )
      found.push(value.id);
    for (const [name, one] of Object.entries(value)) walk(one, name);
  };
  walk(body, "");
  return found;
}
