import { type Dispatcher, FormData, Response as UndiciResponse } from "undici";

/** Owned by the connection; fetch makes its own. */
const CONNECTION_HEADERS = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
  "host",
  "content-length",
  "expect",
]);

/**
 * The fetch request that says the same as a dispatch.
 * @throws {TypeError} it says what fetch cannot: an upgrade, or a body with GET or HEAD.
 */
export async function fetchRequestOf(options: Dispatcher.DispatchOptions, signal: AbortSignal): Promise<Request> {
  const method = String(options.method);
  if (options.upgrade || method === "CONNECT") throw new TypeError("mswBridge: fetch cannot upgrade a connection");
  const url = new URL(options.path, String(options.origin));
  for (const [name, value] of Object.entries(options.query ?? {})) url.searchParams.append(name, String(value));
  const headers = headersOf(options.headers);
  const body = await bytesOf(options.body, headers);
  if (body !== undefined && (method === "GET" || method === "HEAD"))
    throw new TypeError(`mswBridge: fetch carries no body with ${method}`);
  // As bytes, since fetch would add a content-type to a string.
  return new Request(url, { method, headers, redirect: "manual", signal, ...(body === undefined ? {} : { body }) });
}

function headersOf(given: Dispatcher.DispatchOptions["headers"]): Headers {
  const headers = new Headers();
  const put = (name: unknown, value: unknown): void => {
    if (value === undefined || value === null || CONNECTION_HEADERS.has(String(name).toLowerCase())) return;
    for (const one of Array.isArray(value) ? value : [value]) headers.append(String(name), String(one));
  };
  if (!given) return headers;
  if (Array.isArray(given) && !Array.isArray(given[0])) {
    // undici's flat form: name, value, name, value.
    for (let index = 0; index + 1 < given.length; index += 2) put(given[index], given[index + 1]);
  } else if (Symbol.iterator in given) {
    for (const [name, value] of given as Iterable<[string, unknown]>) put(name, value);
  } else {
    for (const [name, value] of Object.entries(given)) put(name, value);
  }
  return headers;
}

async function bytesOf(
  body: Dispatcher.DispatchOptions["body"],
  headers: Headers,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (body === undefined || body === null) return undefined;
  if (typeof body === "string") return Buffer.from(body);
  if (body instanceof Uint8Array) return Uint8Array.from(body);
  if (body instanceof FormData) {
    const form = new UndiciResponse(body);
    const contentType = form.headers.get("content-type");
    if (contentType && !headers.has("content-type")) headers.set("content-type", contentType);
    return new Uint8Array(await form.arrayBuffer());
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array | string>) chunks.push(Buffer.from(chunk as Uint8Array));
  return Uint8Array.from(Buffer.concat(chunks));
}
