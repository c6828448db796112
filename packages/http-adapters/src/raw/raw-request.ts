import type { IncomingMessage } from "node:http";

/** A request of node:http, with what frameworks on top of it may have put there. */
export interface RawRequest extends IncomingMessage {
  /** With the prefix of the mount, where the framework takes it off `url`. */
  readonly originalUrl?: string | undefined;
  /** What a body parser in front of this left: of use only as a Buffer. */
  readonly body?: unknown;
  readonly rawBody?: unknown;
}
