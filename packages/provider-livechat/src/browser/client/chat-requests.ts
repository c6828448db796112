import { ChatFailure } from "./chat-failure.js";
import { natives } from "./natives.js";

const LIMIT_MS = 20_000;
const UPLOAD_LIMIT_MS = 300_000;

export interface ChatCall {
  readonly method?: "GET" | "POST" | "DELETE";
  readonly token?: string | undefined;
  readonly json?: unknown;
  readonly file?: Blob;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Calls the chat's server and no other: no cookie, no referrer, no redirect, nothing kept by the browser. */
export class ChatRequests {
  constructor(
    private readonly base: string,
    /** Whether the stream is to come over a WebSocket. */
    readonly usesSocket = false,
  ) {}

  /** The same server, by its scheme for sockets. */
  socketUrl(path: string): string {
    return new URL(this.base + path, document.baseURI).href.replace(/^http/, "ws");
  }

  /** @throws {ChatFailure} */
  async call(path: string, { method = "GET", token, json, file, headers, signal }: ChatCall = {}): Promise<Response> {
    const limit = new AbortController();
    const timer = natives.setTimeout(() => limit.abort(), file === undefined ? LIMIT_MS : UPLOAD_LIMIT_MS);
    const end = (): void => limit.abort();
    signal?.addEventListener("abort", end);
    try {
      const body = json === undefined ? file : natives.stringify(json);
      const response = await natives.fetch(this.base + path, {
        method,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(json === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body }),
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        referrerPolicy: "no-referrer",
        signal: limit.signal,
      });
      if (response.ok) return response;
      throw await failureOf(response);
    } catch (error) {
      throw error instanceof ChatFailure ? error : new ChatFailure("OFFLINE");
    } finally {
      // What is read after the head is the caller's; its own signal ends that too.
      natives.clearTimeout(timer);
    }
  }

  async json(path: string, call?: ChatCall): Promise<unknown> {
    const response = await this.call(path, call);
    return natives.parse(await response.text());
  }
}

async function failureOf(response: Response): Promise<ChatFailure> {
  const seconds = Number(response.headers.get("retry-after") ?? "");
  let code = response.status >= 500 ? "TRY_AGAIN" : "REFUSED";
  try {
    const told: unknown = natives.parse(await response.text());
    if (typeof told === "object" && told !== null && "code" in told && typeof told.code === "string") code = told.code;
  } catch {
    // Something in front of the server answered.
    code = response.status >= 500 || response.status === 429 ? "TRY_AGAIN" : code;
  }
  return new ChatFailure(code, seconds > 0 ? seconds * 1_000 : undefined);
}
