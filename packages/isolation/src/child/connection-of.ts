import type { ConnectionV1, HttpResponseV1, LiveCredentialsV1, LogFields, LoggerV1 } from "@plugboard/core/spec";
import { z } from "zod";
import type { Link } from "../border/link.js";
import type { LogLines } from "./log-lines.js";
import type { RemoteSockets } from "./remote-sockets.js";

export const openSchema = z.object({
  channel: z.int(),
  channelId: z.string(),
  accountId: z.string(),
  channelKind: z.string(),
  settings: z.unknown(),
});

/** The connection of one channel, as the contract has it: every call of it is a question to the host, which is the one that is trusted. */
export function connectionOf(
  { channel, channelId, accountId, channelKind }: z.infer<typeof openSchema>,
  settings: unknown,
  {
    link,
    sockets,
    lines,
    signal,
  }: {
    readonly link: () => Link;
    readonly sockets: RemoteSockets;
    readonly lines: LogLines;
    readonly signal: AbortSignal;
  },
): ConnectionV1 {
  const ask = <Answer>(method: string, data: object) => link().ask(method, { channel, ...data }) as Promise<Answer>;
  const log = (level: keyof LoggerV1) => (message: string, fields?: LogFields) =>
    lines.write({ channel, level, message, fields });
  return {
    channelId,
    accountId,
    channelKind,
    settings,
    credentials: { resolve: () => ask<LiveCredentialsV1<unknown>>("credentials", {}) },
    http: { request: (request) => ask<HttpResponseV1>("http", { request }) },
    sockets: sockets.of(channel),
    records: {
      read: (id) => ask<string | undefined>("record-read", { id }),
      list: (query) => ask<readonly { id: string; value: string }[]>("record-list", query),
      commit: (changes, delivery) => ask<{ duplicate: boolean }>("record-commit", { changes, delivery }),
    },
    clock: { now: () => Date.now() },
    logger: { debug: log("debug"), info: log("info"), warn: log("warn"), error: log("error") },
    signal,
  };
}
