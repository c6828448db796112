import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import type { ContactCenter } from "@plugboard/core";
import { SoftphoneGateway } from "@plugboard/provider-telephony/webrtc";
import { build } from "esbuild";
import { openCenter, SHARED } from "./open-center.js";
import { page, STYLE } from "./page.js";
import type { SipServer } from "./sip-server.js";

export interface Site {
  readonly origin: string;
  readonly center: ContactCenter;
  close(): Promise<void>;
}

/** Who may sit at a desk. A real site asks its own session; here the address says it, so that two tabs are two operators. */
const OPERATORS: readonly string[] = ["anna", "bert"];
const DESK = /^\/desk\/([a-z]+)(\/softphone\/.*)?$/;

/** The site of a small company: two desks, the softphone's gateway, and the host, in one process. */
export async function startSite(sip: SipServer, port: number): Promise<Site> {
  const script = await bundle();
  const operators = new WeakMap<Request, string>();
  const server = createServer((request, response) => {
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    answer(request, gone.signal)
      .then((given) => send(response, given))
      .catch(() => response.destroy());
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const center = await openCenter(origin);
  const gateway = new SoftphoneGateway({
    sip,
    identify: (request) => {
      const id = operators.get(request);
      return id === undefined ? undefined : { id };
    },
    origins: [origin],
    apiKey: SHARED.apiKey,
    webhook: {
      url: `${origin}/webhooks/desk`,
      secret: SHARED.webhookSecret,
      deliver: (request) => center.fetch(request),
    },
    // What is typed into the telephone passes the host's gates, too: emergency numbers, people who do not want to be called, limits.
    mayDial: ({ to }) => center.calls.check({ accountId: "acme", channelId: "desk", to, country: "DE" }),
    basePath: "/softphone",
  });
  const policy = [
    ...["default-src 'none'", "script-src 'self'", "style-src 'self'", `connect-src 'self' ${sip.serverUrl}`],
    ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
  ].join("; ");

  async function answer(incoming: IncomingMessage, signal: AbortSignal): Promise<Response> {
    const { pathname } = new URL(incoming.url ?? "/", origin);
    if (pathname === "/softphone.js") return text("text/javascript", script);
    if (pathname === "/style.css") return text("text/css", STYLE);
    if (pathname === "/") return new Response(null, { status: 302, headers: { location: "/desk/anna" } });
    if (pathname.startsWith("/softphone/api/")) return gateway.fetch(webRequest(incoming, signal, origin, pathname));
    const [, operator, path] = DESK.exec(pathname) ?? [];
    if (operator === undefined || !OPERATORS.includes(operator)) return new Response(null, { status: 404 });
    if (path === undefined) {
      const other = OPERATORS.find((one) => one !== operator) ?? "";
      return text("text/html; charset=utf-8", page(operator, other), policy);
    }
    const request = webRequest(incoming, signal, origin, path);
    operators.set(request, operator);
    return gateway.fetch(request);
  }

  return {
    origin,
    center,
    close: async () => {
      gateway.close();
      server.close();
      server.closeAllConnections();
      await center.close();
    },
  };
}

/** The element as one file, as a page loads it. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ["@plugboard/provider-telephony/webrtc/softphone"],
    absWorkingDir: import.meta.dirname,
    ...{ bundle: true, write: false, minify: true, format: "esm", platform: "browser", target: "es2022" },
    // In this repository the packages are their sources.
    conditions: ["@plugboard/source"],
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

function webRequest(incoming: IncomingMessage, signal: AbortSignal, origin: string, path: string): Request {
  const method = incoming.method ?? "GET";
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(new URL(path, origin), {
    ...{ method, headers, signal },
    ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: "half" as const } : {}),
  });
}

function text(contentType: string, body: string, policy?: string): Response {
  const headers = { "content-type": contentType, "x-content-type-options": "nosniff" };
  return new Response(body, {
    headers: policy === undefined ? headers : { ...headers, "content-security-policy": policy },
  });
}

async function send(response: ServerResponse, given: Response): Promise<void> {
  response.writeHead(given.status, Object.fromEntries(given.headers));
  response.end(Buffer.from(await given.arrayBuffer()));
}
