import type { ReceivedRequest } from "../fixtures/provider-simulator.js";
import type { ReadCarried } from "../fixtures/sample-message.js";
import { readMultipart } from "./read-multipart.js";

type Carried = string | Uint8Array;

/** What an HTTP request carried, decoded: the parts of its path and query, and every value of a JSON, form or multipart body. */
export const readCarried: ReadCarried = (request) => [...carriedBy(request)];

function* carriedBy({ path, headers, body }: ReceivedRequest): Generator<Carried> {
  const [way = "", query = ""] = path.split("?", 2);
  for (const part of way.split("/")) yield decode(part);
  for (const value of new URLSearchParams(query).values()) yield* textAndJson(value);
  const contentType = headers["content-type"] ?? "";
  const type = contentType.split(";", 1)[0]?.trim().toLowerCase();
  if (body.byteLength === 0) return;
  yield body;
  const text = Buffer.from(body).toString("utf8");
  if (type === "application/x-www-form-urlencoded")
    for (const value of new URLSearchParams(text).values()) yield* textAndJson(value);
  else if (type === "multipart/form-data")
    for (const part of readMultipart(body, contentType)) {
      yield part;
      yield* textAndJson(Buffer.from(part).toString("utf8"));
    }
  else yield* jsonValues(text);
}

function* textAndJson(text: string): Generator<Carried> {
  yield text;
  if (/^\s*[[{]/.test(text)) yield* jsonValues(text);
}

function* jsonValues(text: string): Generator<Carried> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return; // no JSON: there is nothing more in it
  }
  yield* leaves(value);
}

function* leaves(value: unknown): Generator<Carried> {
  if (typeof value === "string") yield* textAndJson(value);
  else if (typeof value === "number") yield String(value);
  else if (typeof value === "object" && value !== null)
    for (const [name, part] of Object.entries(value)) {
      yield name;
      yield* leaves(part);
    }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // not percent-encoded
  }
}
