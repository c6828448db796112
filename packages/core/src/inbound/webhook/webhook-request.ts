import type { BodyProblem } from "./read-body.js";

/** A body that is being read; it can be cut off by whoever gave the place. */
export interface BodyPlace {
  /** Set by the reader: ends the reading at once with `too-slow`. */
  cut: () => void;
}

/** A request to `/webhooks/<channel>` or `/sites/<channel>` as plain data: what an adapter of a web framework hands to `ContactCenter.answerWebhook`. */
export interface WebhookRequestV1 {
  /** In upper case. */
  readonly method: string;
  /** Path and query as they were sent, not decoded, with the prefix under which the webhooks are mounted. */
  readonly target: string;
  /** Of the connection itself, whatever a proxy says. */
  readonly protocol: "http" | "https";
  /** A header field by its lower-case name; fields of one name joined by `, `. */
  readonly header: (name: string) => string | undefined;
  /** The other side's own address, of the connection itself. */
  readonly clientAddress?: string | undefined;
  /** Aborted when the other side has gone. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Reads the raw bytes. Asked at most once, and only when the rest of the request may be taken.
   * @param limitBytes - more is refused as soon as it is seen, declared or not.
   */
  readBody(limitBytes: number, place: BodyPlace): Promise<Uint8Array | BodyProblem>;
}

/** What to answer. Webhooks are answered with plain text; pages may stream, until the visitor goes. */
export interface WebhookAnswerV1 {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty: no body. */
  readonly body: string | Uint8Array | AsyncIterable<string | Uint8Array>;
}
