import type { InboundDelivery } from "./mailbox-sync.js";

/**
 * A request to a page of the channel, `/sites/<channel>` and everything below it. Nothing of it is verified: whoever sent it is a
 * stranger until the plugin has proof.
 */
export interface SiteRequestV1 {
  /** In upper case, one of the contract's. `HEAD` comes as `GET`; the host leaves the body of the answer out. */
  readonly method: string;
  /** Below the channel's address, not decoded: `"/"` for the address itself, else `"/form.js"`. */
  readonly path: string;
  /** As sent, without its question mark. */
  readonly query: string;
  /** The fields that the contract names, lower-case; fields of one name joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** Raw, within the contract's limit; empty unless the method has one. */
  readonly body: Uint8Array;
  /** The channel's address as the visitor's browser sees it, without a slash at the end; empty when the request does not say. */
  readonly baseUrl: string;
  /** The visitor's own address, IPv4 or IPv6, where the host knows it. Personal data: not to be kept as it is. */
  readonly clientAddress: string | undefined;
  /** By the host's clock. Milliseconds since the epoch. */
  readonly receivedAtMs: number;
  /** Aborted when the visitor has gone: ends what streams. */
  readonly signal: AbortSignal;
  /** Only with {@link SiteV1.doRefuse}: why the body was not read. */
  readonly problem?: SiteProblem;
}

/**
 * Why the host did not read a body: it is larger than the contract lets in (413), it came too slowly (408), the visitor broke off (400), too many others
 * are being read (503).
 */
export type SiteProblem = "too-large" | "too-slow" | "broken" | "busy";

/** What is answered. An iterable is streamed as it yields (`text/event-stream`); it ends when the visitor goes. No cookies. */
export interface SiteAnswerV1 {
  readonly status: number;
  /** Names in lower case. `set-cookie` is refused; `content-length` and `connection` belong to the host. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | AsyncIterable<string | Uint8Array>;
}

/** What the host does for a page. */
export interface SiteHostV1 {
  /**
   * Records what a visitor sent. Resolves when it is durable: only then may the page say that it arrived. A known `deduplicationKey`
   * resolves with `duplicate: true` and is not delivered again, so a single-use token makes a good key. The plugin's `doParse` gets it
   * with `source: "sync"`.
   * @throws {StoreError} not recorded: the visitor has to try again (503).
   */
  accept(delivery: Omit<InboundDelivery, "cursor">): Promise<{ duplicate: boolean }>;
  /** Second half of a double opt-in: the person came back with the token. @returns whether it was a token of this account that still counts. */
  confirmConsent(token: string): Promise<boolean>;
}

/**
 * Capability `site`: pages, scripts and streams that the channel itself offers to visitors of a website, at `/sites/<channel>`. Asked only while
 * the channel is active, its terms are accepted and the residency of the contract's operation is allowed.
 */
export interface SiteV1 {
  /**
   * Answers one request. What comes is a stranger's: check first, parse within limits, answer refusals alike. An error is answered with an
   * empty 500, a {@link StoreError} of `accept` with 503; neither tells why.
   */
  doServe(request: SiteRequestV1, host: SiteHostV1): Promise<SiteAnswerV1> | SiteAnswerV1;
  /**
   * Puts into words that the host did not read a body: `request.problem` says why, and `request.body` is empty. The host's status stands, whatever the
   * answer says. Without it the visitor gets the status and nothing to read, and a script of another origin not even that.
   */
  doRefuse?(request: SiteRequestV1, host: SiteHostV1): Promise<SiteAnswerV1> | SiteAnswerV1;
}
