import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import { BridgeController } from "./bridge-controller.js";
import { fetchRequestOf } from "./fetch-request-of.js";

/**
 * An undici interceptor that hands every dispatch to the global `fetch`, where msw listens; undici's own requests pass msw by. Use it as
 * `new Agent().compose(mswBridge())`, never as the global dispatcher: fetch itself ends there.
 *
 * What it leaves out on purpose: `headersTimeout`, `bodyTimeout` and every fault of a connection. For those there is
 * {@link startFaultServer}.
 * @see https://mswjs.io/docs/integrations/node
 */
export function mswBridge(): Dispatcher.DispatcherComposeInterceptor {
  return () => (options, handler) => {
    void play(options, handler);
    return true;
  };
}

/** `compose` hands interceptors handlers in undici 7's form, whichever form the caller's have. */
async function play(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): Promise<void> {
  const controller = new BridgeController();
  try {
    handler.onRequestStart?.(controller, null);
    await controller.ready();
    const request = await fetchRequestOf(options, controller.signal);
    const response = await globalThis.fetch(request);
    await controller.ready();
    handler.onResponseStart?.(controller, response.status, headersOf(response), response.statusText);
    if (response.body) {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        await controller.ready();
        handler.onResponseData?.(controller, Buffer.from(chunk));
      }
    }
    await controller.ready();
    handler.onResponseEnd?.(controller, {});
  } catch (error) {
    handler.onResponseError?.(controller, controller.reason ?? causeOf(error));
  }
}

/** fetch has decoded the body, so the coding and the length of the coded one are no longer true. */
function headersOf(response: Response): IncomingHttpHeaders {
  const decoded = response.headers.has("content-encoding");
  const headers: IncomingHttpHeaders = {};
  response.headers.forEach((value, name) => {
    if (decoded && (name === "content-encoding" || name === "content-length")) return;
    headers[name] = value;
  });
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) headers["set-cookie"] = cookies;
  return headers;
}

/** "fetch failed" says nothing; its cause has the code. */
function causeOf(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  return error.cause instanceof Error ? error.cause : error;
}
