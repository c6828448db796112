import { gzipSync } from "node:zlib";
import type { FaultLog, ProcessedMessage } from "./fault-log.js";
import type { FaultStep } from "./fault-step.js";
import type { FaultySocket } from "./faulty-socket.js";
import { type RequestHead, readRequestBody, readRequestHead } from "./read-http-request.js";

/** A correct answer. */
export interface Receipt {
  readonly status: number;
  readonly body: string;
}

/** What an exchange works with. */
export interface ExchangeContext {
  readonly socket: FaultySocket;
  readonly log: FaultLog;
  readonly port: () => number;
  readonly receiptOf: (message: ProcessedMessage) => Receipt;
  readonly keyOf: (head: RequestHead, body: Uint8Array) => string | undefined;
  readonly onHead: (head: RequestHead, idempotencyKey: string | undefined) => void;
}

/**
 * Plays the steps of one exchange.
 * @returns `again` when the connection can take another request; `left` when the script ended it or left it as it is; `gone` when the
 * other side hung up in the middle.
 */
export async function playExchange(
  steps: readonly FaultStep[],
  context: ExchangeContext,
): Promise<"again" | "left" | "gone"> {
  const { socket, log } = context;
  let head: RequestHead | undefined;
  let body: Buffer | undefined;
  let message: ProcessedMessage | undefined;

  const readHead = async (): Promise<boolean> => {
    if (head) return true;
    head = await readRequestHead(socket);
    if (head) context.onHead(head, context.keyOf(head, Buffer.alloc(0)));
    return head !== undefined;
  };
  const readAll = async (): Promise<boolean> => {
    if (!(await readHead()) || !head) return false;
    body ??= await readRequestBody(socket, head);
    return body !== undefined;
  };
  const process = async (): Promise<ProcessedMessage | undefined> => {
    if (message) return message;
    if (!(await readAll()) || !head || !body) return undefined;
    message = log.take(context.keyOf(head, body), body);
    return message;
  };

  for (const step of steps) {
    switch (step.step) {
      case "read-head":
        if (!(await readHead())) return "gone";
        break;
      case "read-request":
        if (!(await readAll())) return "gone";
        break;
      case "process":
        if (!(await process())) return "gone";
        break;
      case "receipt": {
        const taken = await process();
        if (!taken) return "gone";
        const receipt = context.receiptOf(taken);
        const text = step.change ? step.change(receipt.body) : receipt.body;
        const headers = [["content-type", "application/json"], ...(step.headers ?? [])] as const;
        if (!(await socket.write(answerBytes(step.status ?? receipt.status, headers, text)))) return "gone";
        break;
      }
      case "answer": {
        const headers = (step.headers ?? []).map(
          ([name, value]) => [name, value.replaceAll("{port}", String(context.port()))] as const,
        );
        if (!(await socket.write(answerBytes(step.status, headers, step.body ?? "")))) return "gone";
        break;
      }
      case "write":
        if (!(await socket.write(step.bytes))) return "gone";
        break;
      case "fill": {
        const piece = Buffer.from(step.text.repeat(Math.ceil(65_536 / step.text.length)));
        for (let left = step.sizeBytes; left > 0; left -= piece.length)
          if (!(await socket.write(piece.subarray(0, left)))) return "gone";
        break;
      }
      case "gzip-bomb":
        if (!(await socket.write(gzipBomb(step.sizeBytes)))) return "gone";
        break;
      case "drip":
        for (const character of step.text) {
          if (!(await socket.write(character))) return "gone";
          await socket.wait(step.everyMs);
        }
        break;
      case "wait":
        await socket.wait(step.waitMs);
        break;
      case "hang":
        await socket.drain();
        return "left";
      case "deaf":
        return "left";
      case "reset":
        socket.reset();
        return "left";
      case "end":
        socket.end();
        return "left";
    }
  }
  return "again";
}

function answerBytes(
  status: number,
  headers: readonly (readonly [string, string])[],
  body: string | Uint8Array,
): Buffer {
  const bytes = Buffer.from(body);
  const own = headers.some(([name]) => name.toLowerCase() === "content-length");
  // RFC 9110 §8.6: an answer 204 or 1xx has no content-length.
  const length = own || status === 204 || status < 200 ? [] : [["content-length", String(bytes.length)] as const];
  const lines = [...headers, ...length].map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Scripted\r\n${lines}\r\n`, "latin1"), bytes]);
}

const bombs = new Map<number, Buffer>();

/** Made once for each size. */
function gzipBomb(sizeBytes: number): Buffer {
  const bomb = bombs.get(sizeBytes) ?? gzipSync(Buffer.alloc(sizeBytes), { level: 9 });
  bombs.set(sizeBytes, bomb);
  return bomb;
}
