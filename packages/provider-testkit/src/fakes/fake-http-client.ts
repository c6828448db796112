import {
  EgressRefusedError,
  type HttpClientV1,
  type HttpRequestV1,
  type Operation,
  type ProviderManifest,
} from "@plugboard/core/spec";
import { Agent, type Dispatcher } from "undici";
import { exchangeOverHttp } from "./exchange-over-http.js";
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
      return exchangeOverHttp(
        through(),
        {
          origin: url.origin,
          path: `${url.pathname}${url.search}`,
          method: request.method,
          ...(request.headers ? { headers: { ...request.headers } } : {}),
          ...(request.body === undefined ? {} : { body: request.body }),
        },
        {
          timeoutMs: Math.min(request.timeoutMs ?? operation.timeoutMs, operation.timeoutMs),
          maxResponseBytes: operation.maxResponseBytes,
        },
      );
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
