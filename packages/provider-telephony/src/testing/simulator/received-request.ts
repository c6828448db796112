import type { ReceivedRequest } from "@plugboard/provider-testkit/conformance";

/** A request as a simulator keeps it: path and query as sent, header names in lower case, the body's bytes. */
export async function receivedRequest(request: Request): Promise<ReceivedRequest> {
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    path: pathname + search,
    headers: Object.fromEntries(request.headers),
    body: new Uint8Array(await request.arrayBuffer()),
  };
}
