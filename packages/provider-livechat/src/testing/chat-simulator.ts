import type { ConnectionV1, ProviderInstanceV1, RecordsV1, SiteHostV1 } from "@plugboard/core/spec";
import type {
  Misbehaviour,
  ProviderSimulator,
  ReceivedRequest,
  TakenBySimulator,
} from "@plugboard/provider-testkit/conformance";
import { z } from "zod";
import { livechatCredentialsSchema } from "../livechat-credentials.js";
import { type LogEntry, logEntrySchema } from "../log/log-entry.js";
import { recordIds } from "../log/record-ids.js";
import { issueSessionToken } from "../session/session-token.js";

/** The visitor whom the kit writes to. */
export const SIMULATED_VISITOR = "visitor-of-the-kit-000001";
/** A file that visitor sent before. */
export const SIMULATED_FILE = {
  id: "file-of-the-kit-1",
  bytes: new TextEncoder().encode("A file of the kit."),
} as const;

const settingsSchema = z.object({ publicUrl: z.string().optional(), origins: z.array(z.string()).min(1) });
/** Of that visitor's conversation, in the ids of its messages. */
export const SIMULATED_REFERENCE = "KitConversation1";
const session = {
  reference: SIMULATED_REFERENCE,
  createdAtMs: 0,
  language: "en",
  operatorReadSeq: 0,
  deliveredSeq: 0,
  readSeq: 0,
};
const noHost: SiteHostV1 = {
  accept: () => Promise.reject(new Error("the chat accepts by its records")),
  confirmConsent: () => Promise.resolve(false),
};

/**
 * A visitor's browser as the other side of the wire: it is there when the channel opens, reads the channel's own stream, and writes down every message
 * that comes. What misbehaves is the host's store, which is all the chat relies on.
 */
export class ChatSimulator implements ProviderSimulator {
  readonly requests: ReceivedRequest[] = [];
  readonly messages: TakenBySimulator[] = [];
  readonly complaints: string[] = [];
  private readonly leaving = new AbortController();
  private misbehaviour: { kind: Misbehaviour["kind"]; times: number } | undefined;
  private lastSeq = 0;
  private kept: RecordsV1 | undefined;

  constructor(readonly origin: string) {}

  misbehave({ kind }: Misbehaviour, times = 1): void {
    this.misbehaviour = { kind, times };
  }

  /** The connection as the provider is to see it: with the visitor in its records, and records that fail when told to. */
  async prepare(connection: ConnectionV1): Promise<ConnectionV1> {
    const { records } = connection;
    this.kept = records;
    const file = {
      fileId: SIMULATED_FILE.id,
      name: "kit.txt",
      contentType: "text/plain",
      sizeBytes: SIMULATED_FILE.bytes.byteLength,
    };
    const entry = { seq: 1, id: SIMULATED_FILE.id, by: "visitor", atMs: 0, file };
    // Nobody there by this name.
    if (this.misbehaviour?.kind === "recipient-unknown") return connection;
    await records.commit([
      { kind: "put", id: recordIds.reference(SIMULATED_REFERENCE), value: JSON.stringify(SIMULATED_VISITOR) },
      { kind: "put", id: recordIds.session(SIMULATED_VISITOR), value: JSON.stringify(session) },
      { kind: "put", id: recordIds.entry(SIMULATED_VISITOR, 1), value: JSON.stringify(entry) },
      {
        kind: "put",
        id: recordIds.file(SIMULATED_VISITOR, SIMULATED_FILE.id),
        value: Buffer.from(SIMULATED_FILE.bytes).toString("base64"),
      },
    ]);
    return {
      ...connection,
      records: {
        read: (id) => records.read(id),
        list: (query) => records.list(query),
        commit: (changes, delivery) =>
          this.fails("unavailable")
            ? Promise.reject(new Error("the store is not there"))
            : records.commit(changes, delivery),
      },
    };
  }

  /** Opens the visitor's stream. */
  async visit(connection: ConnectionV1, instance: ProviderInstanceV1): Promise<void> {
    const { current } = await connection.credentials.resolve();
    const { sessionSecret } = livechatCredentialsSchema.parse(current);
    const nowMs = connection.clock.now();
    const token = issueSessionToken(sessionSecret, connection.channelId, SIMULATED_VISITOR, nowMs);
    const { origins } = settingsSchema.parse(connection.settings);
    const answer = await instance.site?.doServe(
      {
        method: "GET",
        path: "/events",
        query: "",
        headers: { authorization: `Bearer ${token}`, origin: origins[0] ?? "", "last-event-id": "1" },
        body: new Uint8Array(),
        baseUrl: "",
        clientAddress: undefined,
        receivedAtMs: nowMs,
        signal: this.leaving.signal,
      },
      noHost,
    );
    if (answer === undefined || typeof answer.body === "string" || answer.body instanceof Uint8Array) return;
    void this.read(answer.body);
  }

  close(): Promise<void> {
    this.leaving.abort();
    return Promise.resolve();
  }

  private async read(body: AsyncIterable<string | Uint8Array>): Promise<void> {
    for await (const part of body)
      for (const block of String(part).split("\n\n")) {
        const data = block.split("\n").find((line) => line.startsWith("data: "));
        if (!block.includes("event: entry") || data === undefined) continue;
        const entry = logEntrySchema.parse(JSON.parse(data.slice("data: ".length)));
        if (entry.seq <= this.lastSeq) this.complaints.push("OUT_OF_ORDER");
        this.lastSeq = entry.seq;
        this.requests.push({
          method: "GET",
          path: "/events",
          headers: { "content-type": "application/json" },
          body: new TextEncoder().encode(JSON.stringify(await this.withFile(entry))),
        });
        if (entry.by === "operator")
          this.messages.push({ id: `${SIMULATED_REFERENCE}.${entry.id}`, to: SIMULATED_VISITOR });
      }
  }

  /** As the visitor's browser has it once it has fetched the file. */
  private async withFile(entry: LogEntry): Promise<unknown> {
    if (entry.file === undefined) return entry;
    return { ...entry, base64: await this.kept?.read(recordIds.file(SIMULATED_VISITOR, entry.file.fileId)) };
  }

  private fails(kind: Misbehaviour["kind"]): boolean {
    if (this.misbehaviour?.kind !== kind || this.misbehaviour.times <= 0) return false;
    this.misbehaviour.times -= 1;
    return true;
  }
}
