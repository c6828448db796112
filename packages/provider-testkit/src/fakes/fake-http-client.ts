import {
  EgressRefusedError,
  type HttpClientV1,
  type HttpRequestV1,
  type HttpResponseV1,
  type Operation,
  type ProviderManifest,
  TransferFailedError,
} from "@plugboard/core/spec";
import { Agent, type Dispatcher } from "undici";
import { fillEndpoint } from "./fill-endpoint.js";

export interface FakeHttpClientOptions {
  readonly manifest: ProviderManifest;
  readonly settings: unknown;
  /** Where requests go: `new Agent().compose(mswBridge())` for msw, a plain `Agent` for a loopback server. */
  readonly dispatcher?: Dispatcher;
}

/**
 * An `http` for unit tests of providers. It holds a provider to its manifest (declared operation and endpoint, a transfer where the
 * operation carries personal data) and maps faults as the host does; it does not guard addresses.
 */
export function fakeHttpClient({ manifest, settings, dispatcher }: FakeHttpClientOptions): HttpClientV1 {
  let own: Agent | undefined;
  const through = (): Dispatcher => dispatcher ?? (own ??= new Agent());
  return {
    request: async (request) => {
      const operation = manifest.operations.find(({ id }) => id === request.operation);
      if (!operation) throw new EgressRefusedError("operation-undeclared", { operation: request.operation });
      if (operation.personalData.length > 0 && request.transferId === undefined) {
        throw new EgressRefusedError("transfer-missing", { operation: operation.id });
      }
      const url = addressOf(request, operation, manifest, settings);
      return send(through(), request, operation, url);
    },
  };
}

function addressOf(request: HttpRequestV1, operation: Operation, manifest: ProviderManifest, settings: unknown): URL {
  if (request.url !== undefined) {
    const target = new URL(request.url);
    const below = operation.endpoints.some((id) => isBelow(target, new URL(fillEndpoint(manifest, id, settings))));
    if (!below) throw new EgressRefusedError("endpoint-undeclared", { operation: operation.id });
    return target;
  }
  const endpoint = request.endpoint ?? "";
  if (!operation.endpoints.includes(endpoint)) {
    throw new EgressRefusedError("endpoint-undeclared", { operation: operation.id, endpoint });
  }
  return new URL(`${fillEndpoint(manifest, endpoint, settings)}${request.path ?? ""}`);
}

function isBelow(target: URL, endpoint: URL): boolean {
  const root = endpoint.pathname.replace(/\/$/, "");
  return target.origin === endpoint.origin && (target.pathname === root || target.pathname.startsWith(`${root}/`));
}

async function send(
  dispatcher: Dispatcher,
  request: HttpRequestV1,
  operation: Operation,
  url: URL,
): Promise<HttpResponseV1> {
  const timeoutMs = Math.min(request.timeoutMs ?? operation.timeoutMs, operation.timeoutMs);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await dispatcher.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: request.method,
      signal,
      ...(request.headers ? { headers: { ...request.headers } } : {}),
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    const chunks: Uint8Array[] = [];
    let sizeBytes = 0;
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > operation.maxResponseBytes) {
        throw new TransferFailedError("answer-too-large", { requestSent: true, party: "provider" });
      }
      chunks.push(chunk);
    }
    return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) };
  } catch (error) {
    if (error instanceof TransferFailedError) throw error;
    if (signal.aborted) {
      throw new TransferFailedError("answer-timeout", { requestSent: true, party: "provider" }, { cause: error });
    }
    throw failureOf(error);
  }
}

const BEFORE_SENDING: Readonly<Record<string, ConstructorParameters<typeof TransferFailedError>[0]>> = {
  ECONNREFUSED: "connection-refused",
  ENOTFOUND: "name-not-found",
  EAI_AGAIN: "name-not-found",
  UND_ERR_CONNECT_TIMEOUT: "connect-timeout",
};

function failureOf(error: unknown): TransferFailedError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const before =
    BEFORE_SENDING[code] ?? (/^(?:CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED)/.test(code) ? "tls" : undefined);
  const facts = { requestSent: before === undefined, party: before === undefined ? "network" : "provider" } as const;
  return new TransferFailedError(before ?? "connection-lost", facts, { cause: error });
}
