import { z } from "zod";

const bytes = z.instanceof(Uint8Array);
const headers = z.record(z.string().max(256), z.string());
const key = z.int().min(1);
const place = { channel: key, operation: z.string().max(128), transferId: z.string().max(128).exactOptional() };

/** What a connector's process may ask of the host. It is not trusted: each question is checked with these. */
export const QUESTIONS = {
  http: z.object({
    channel: key,
    request: z.object({
      operation: z.string().max(128),
      transferId: z.string().max(128).exactOptional(),
      method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]),
      endpoint: z.string().max(128).exactOptional(),
      path: z.string().exactOptional(),
      url: z.string().exactOptional(),
      headers: headers.exactOptional(),
      body: z.union([z.string(), bytes]).exactOptional(),
      timeoutMs: z.number().exactOptional(),
    }),
  }),
  credentials: z.object({ channel: key }),
  "record-read": z.object({ channel: key, id: z.string() }),
  "record-list": z.object({ channel: key, prefix: z.string(), after: z.string().exactOptional(), limit: z.int() }),
  "record-commit": z.object({
    channel: key,
    changes: z.array(
      z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("put"), id: z.string(), value: z.string() }),
        z.object({ kind: z.literal("delete"), id: z.string() }),
      ]),
    ),
    delivery: z
      .object({
        deduplicationKey: z.string(),
        contentType: z.string(),
        body: bytes,
        attributes: z.record(z.string(), z.string()).exactOptional(),
      })
      .exactOptional(),
  }),
  "socket-check": z.object({ ...place, endpoint: z.string().max(128), timeoutMs: z.number().exactOptional() }),
  "socket-connect": z.object({ ...place, endpoint: z.string().max(128), timeoutMs: z.number().exactOptional() }),
  "socket-reuse": z.object({ ...place, socket: key }),
  /** `listener`: the asker's number for it, so that a peer that comes at once finds its handler. */
  "socket-listen": z.object({ ...place, endpoint: z.string().max(128), listener: key }),
  "socket-unlisten": z.object({ listener: key }),
  "socket-write": z.object({ socket: key, bytes }),
  "socket-end": z.object({ socket: key }),
  "socket-destroy": z.object({ socket: key }),
  "sink-accept": z.object({
    sink: key,
    delivery: z.object({
      deduplicationKey: z.string(),
      contentType: z.string(),
      body: bytes,
      attributes: z.record(z.string(), z.string()).exactOptional(),
      cursor: z.object({ name: z.string(), value: z.string() }).exactOptional(),
    }),
  }),
  "sink-read": z.object({ sink: key, name: z.string() }),
  "sink-write": z.object({ sink: key, name: z.string(), value: z.string() }),
  "sink-report": z.object({
    sink: key,
    health: z.object({
      state: z.enum(["connected", "disconnected"]),
      party: z.enum(["provider", "network", "account", "host"]).exactOptional(),
      code: z.string().max(64).exactOptional(),
    }),
  }),
  "site-accept": z.object({
    visit: key,
    delivery: z.object({
      deduplicationKey: z.string(),
      contentType: z.string(),
      body: bytes,
      attributes: z.record(z.string(), z.string()).exactOptional(),
    }),
  }),
  "site-confirm": z.object({ visit: key, token: z.string() }),
  "thread-start": z.object({
    thread: key,
    module: z.string().max(4_096),
    memoryMb: z.number().min(1).max(1_048_576).exactOptional(),
    data: z.unknown().optional(),
  }),
  "thread-post": z.object({ thread: key, data: z.unknown().optional() }),
  "thread-stop": z.object({ thread: key }),
} as const;
export type QuestionName = keyof typeof QUESTIONS;
export type Question<Name extends QuestionName> = z.infer<(typeof QUESTIONS)[Name]>;

/** A line for the log. */
export const logLineSchema = z.object({
  level: z.enum(["debug", "info", "warn", "error"]),
  message: z.string().max(1_000),
  fields: z.record(z.string().max(64), z.union([z.string().max(1_000), z.number(), z.boolean()])).exactOptional(),
});
