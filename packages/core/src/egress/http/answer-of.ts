import type { HttpResponseV1 } from "../../spec/connection/http-client.js";
import { loadedUndici } from "../undici-module.js";

const EMPTY = Buffer.alloc(0);

/**
 * An answer as plain data. Its headers are read when they are asked for, since most callers look at status and body only and reading
 * ten headers costs more than all checks of a call; they are an own, enumerable property, so copies and clones have them.
 * @param rawHeaders - names and values in turn, as undici gives them.
 */
export function answerOf(
  status: number,
  rawHeaders: readonly Buffer[] | undefined,
  body: Buffer | undefined,
): HttpResponseV1 {
  let headers: Record<string, string | string[]> | undefined;
  return {
    status,
    get headers() {
      headers ??= loadedUndici()?.util.parseHeaders([...(rawHeaders ?? [])]) ?? {};
      return headers;
    },
    body: body ?? EMPTY,
  };
}
