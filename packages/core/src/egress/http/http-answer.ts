import type { HttpResponseV1 } from "../../spec/connection/http-client.js";
import { loadedUndici } from "../undici-module.js";

const EMPTY = Buffer.alloc(0);

/**
 * An answer. Its headers are read when they are asked for, since most callers look at status and body only and reading ten headers
 * costs as much as all checks of a call. They are an own, enumerable property all the same, so that copies and clones have them; with
 * one getter for all answers, since a getter for each would give each a shape of its own.
 */
export class HttpAnswer implements HttpResponseV1 {
  declare readonly headers: HttpResponseV1["headers"];
  readonly #rawHeaders: Buffer[];
  #headers: HttpResponseV1["headers"] | undefined = undefined;

  static readonly #headersProperty: PropertyDescriptor & ThisType<HttpAnswer> = {
    get() {
      return (this.#headers ??= loadedUndici()?.util.parseHeaders(this.#rawHeaders) ?? {});
    },
    enumerable: true,
  };

  /** @param rawHeaders - names and values in turn, as undici gives them. */
  constructor(
    readonly status: number,
    rawHeaders: Buffer[],
    readonly body: Uint8Array = EMPTY,
  ) {
    this.#rawHeaders = rawHeaders;
    Object.defineProperty(this, "headers", HttpAnswer.#headersProperty);
  }
}
