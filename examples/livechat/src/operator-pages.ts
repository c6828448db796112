import { timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { z } from "zod";
import type { OperatorDesk } from "./operator-desk.js";

/** A file by its whole name, and what it is. */
export type ServedFile = readonly [file: string, type: string];
/** What the operator's page needs of a desk. */
export type OperatorView = Pick<OperatorDesk, "listen" | "answer" | "show">;

const own = (file: string): string => join(import.meta.dirname, "../pages", file);
const FILES: Readonly<Record<string, ServedFile>> = {
  "/": [own("shop.html"), "text/html; charset=utf-8"],
  "/operator": [own("operator.html"), "text/html; charset=utf-8"],
  "/operator.js": [own("operator.js"), "text/javascript; charset=utf-8"],
  "/page.css": [own("page.css"), "text/css; charset=utf-8"],
};
/** No inline script or style, nothing of anybody else, in nobody's frame. */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};
const MOST_BYTES = 65_536;
const answerSchema = z.strictObject({ to: z.string().min(1).max(256), text: z.string().min(1).max(20_000) });
const shownSchema = z.strictObject({ id: z.string().min(1).max(256) });

/**
 * Serves the shop's and the operator's page. The operator's calls need the key, in a header that no other page can send.
 * @param files - by path: further ones, or others in place of these.
 */
export function operatorPages(desk: OperatorView, key: string, files: Readonly<Record<string, ServedFile>> = {}) {
  const served = { ...FILES, ...files };
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    const file = request.method === "GET" && Object.hasOwn(served, path) ? served[path] : undefined;
    if (file !== undefined) {
      response.writeHead(200, { ...HEADERS, "content-type": file[1] }).end(readFileSync(file[0]));
      return;
    }
    if (!path.startsWith("/operator/")) end(response, 404);
    else if (!isKey(request, key)) end(response, 401);
    else if (path === "/operator/events" && request.method === "GET") stream(desk, response);
    else if (request.method === "POST") await take(desk, path, request, response);
    else end(response, 405);
  };
}

function stream(desk: OperatorView, response: ServerResponse): void {
  response.writeHead(200, { ...HEADERS, "content-type": "text/event-stream" });
  response.flushHeaders();
  const stop = desk.listen((told) => response.write(`data: ${JSON.stringify(told)}\n\n`));
  response.once("close", stop);
}

async function take(
  desk: OperatorView,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readJson(request);
  if (path === "/operator/answer") {
    const parsed = answerSchema.safeParse(body);
    end(response, parsed.success && (await desk.answer(parsed.data.to, parsed.data.text)) ? 204 : 400);
    return;
  }
  const parsed = shownSchema.safeParse(body);
  const signal = path === "/operator/read" ? "read" : path === "/operator/typing" ? "typing" : undefined;
  if (parsed.success && signal !== undefined) await desk.show(signal, parsed.data.id);
  end(response, parsed.success && signal !== undefined ? 204 : 400);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) {
    text += String(chunk);
    if (text.length > MOST_BYTES) return undefined;
  }
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    // No JSON: the schema refuses it.
    return undefined;
  }
}

function isKey(request: IncomingMessage, key: string): boolean {
  const shown = Buffer.from(request.headers.authorization ?? "");
  const right = Buffer.from(`Bearer ${key}`);
  return shown.byteLength === right.byteLength && timingSafeEqual(shown, right);
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, HEADERS).end();
}
