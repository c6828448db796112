import type { Dispatcher } from "undici";

/** A request in the form undici takes it. */
export interface CallRequest {
  readonly method: Dispatcher.HttpMethod;
  /** Path and query, prefix included. */
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: string[];
  readonly body: Buffer | null;
}
