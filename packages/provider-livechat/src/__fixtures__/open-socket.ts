import { onTestFinished } from "vitest";
import { type ClientOptions, WebSocket } from "ws";
import { ORIGIN } from "./start-chat.js";

/** A visitor's socket without a browser, and what came over it. */
export interface OpenedSocket {
  readonly socket: WebSocket;
  /** Everything that came, as one text. */
  text(): string;
  /** `seq` of the entries that came. */
  seqs(): number[];
  /** The code it was closed with, and the reason. */
  readonly closed: Promise<readonly [number, string]>;
}

/**
 * Opens a socket at a channel's address. @throws when the upgrade is refused: the status.
 * @param first - the first frame; none is sent without it.
 */
export async function openSocket(
  base: string,
  first?: unknown,
  { origin = ORIGIN, path = "events", ...options }: ClientOptions & { readonly path?: string } = {},
): Promise<OpenedSocket> {
  const headers = origin === "" ? {} : { origin };
  const socket = new WebSocket(`${base.replace(/^http/, "ws")}/${path}`, { ...options, headers });
  onTestFinished(() => socket.terminate());
  const pieces: Buffer[] = [];
  socket.on("message", (data) => void (Buffer.isBuffer(data) && pieces.push(data)));
  const closed = new Promise<readonly [number, string]>((resolve) =>
    socket.once("close", (code, reason) => resolve([code, reason.toString()])),
  );
  await new Promise<void>((resolve, reject) => {
    socket.once("open", () => resolve());
    socket.on("error", reject);
    socket.once("unexpected-response", (_request, response) => {
      socket.terminate();
      reject(new Error(String(response.statusCode)));
    });
  });
  if (first !== undefined) socket.send(typeof first === "string" ? first : JSON.stringify(first));
  const text = (): string => Buffer.concat(pieces).toString("utf8");
  const seqs = (): number[] => [...text().matchAll(/^id: (\d+)$/gm)].map(([, seq]) => Number(seq));
  return { socket, text, seqs, closed };
}
