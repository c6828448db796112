import type { MessageRecord } from "@plugboard/core";
import { StoreError } from "@plugboard/core/spec";
import { decodeBlobs } from "../codec/decode-blobs.js";
import { decodeMessages } from "../codec/decode-messages.js";
import { jsonAnswer } from "../codec/json-answer.js";
import { RowUnreadable } from "../codec/row-unreadable.js";
import type { ReadAnswer } from "../worker/read-answer.js";
import type { ReadRequest } from "../worker/read-request.js";
import type { StoreClient } from "./store-client.js";

/** Reads and decodes. What does not decode was not written by this package: the file is damaged. */
export class StoreReads {
  constructor(
    private readonly client: StoreClient,
    private readonly path: string,
  ) {}

  async messages(request: ReadRequest): Promise<MessageRecord[]> {
    return this.withBlobs(await this.read(request, (rows) => decodeMessages(jsonAnswer(rows))));
  }

  /** Decodes the one JSON text that most reads answer. */
  json<Decoded>(request: ReadRequest, decode: (json: string) => Decoded): Promise<Decoded> {
    return this.read(request, (rows) => decode(jsonAnswer(rows)));
  }

  /**
   * Reads slice by slice until there are `limit` records or the table ends.
   * @param request - of one slice; its last value is the limit.
   */
  async sliced<Decoded>(
    request: ReadRequest & { readonly slice: NonNullable<ReadRequest["slice"]> },
    limit: number,
    decode: (rows: readonly unknown[]) => readonly Decoded[],
  ): Promise<Decoded[]> {
    const found: Decoded[] = [];
    let after: number | undefined = request.slice.after;
    while (after !== undefined && found.length < limit) {
      const { rows, next }: ReadAnswer = await this.client.ask("read", {
        name: request.name,
        values: [...request.values, limit - found.length],
        slice: { ...request.slice, after },
      });
      found.push(...this.decoded(rows, decode));
      after = next;
    }
    return found;
  }

  /** As {@link StoreReads.sliced}, of messages with their blobs. */
  async slicedMessages(request: Parameters<StoreReads["sliced"]>[0], limit: number): Promise<MessageRecord[]> {
    const withBlobs: number[] = [];
    const records = await this.sliced(request, limit, (rows) => {
      const decoded = decodeMessages(jsonAnswer(rows));
      withBlobs.push(...decoded.withBlobs);
      return decoded.records;
    });
    return this.withBlobs({ records, withBlobs });
  }

  async read<Decoded>(request: ReadRequest, decode: (rows: readonly unknown[]) => Decoded): Promise<Decoded> {
    const { rows } = await this.client.ask("read", request);
    return this.decoded(rows, decode);
  }

  async withBlobs({ records, withBlobs }: ReturnType<typeof decodeMessages>): Promise<MessageRecord[]> {
    if (withBlobs.length === 0) return records;
    const blobs = await this.read({ name: "blobs", values: [JSON.stringify(withBlobs)] }, decodeBlobs);
    return records.map((record) => {
      const own = blobs.get(record.sequence);
      return own ? { ...record, blobs: own } : record;
    });
  }

  private decoded<Decoded>(rows: readonly unknown[], decode: (rows: readonly unknown[]) => Decoded): Decoded {
    try {
      return decode(rows);
    } catch (error) {
      if (!(error instanceof RowUnreadable)) throw error;
      throw new StoreError("STORE_CORRUPT", { path: this.path, systemCode: "ROW_UNREADABLE" });
    }
  }
}
