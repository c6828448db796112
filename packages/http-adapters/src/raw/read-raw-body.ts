import type { BodyPlace, BodyProblem } from "@plugboard/core";
import { findRawBody } from "./find-raw-body.js";
import type { RawRequest } from "./raw-request.js";

/** Reads the raw bytes of a request within a size, until its place is cut off. Rejects with {@link WebhookBodyError} when they are gone. */
export function readRawBody(
  request: RawRequest,
  limitBytes: number,
  place: BodyPlace,
): Promise<Uint8Array | BodyProblem> {
  return new Promise((resolve, reject) => {
    let kept: Buffer | undefined;
    try {
      kept = findRawBody(request);
    } catch (error) {
      reject(error instanceof Error ? error : new Error("unreadable"));
      return;
    }
    if (kept !== undefined) {
      resolve(kept.byteLength > limitBytes ? "too-large" : kept);
      return;
    }
    if (Number(request.headers["content-length"] ?? 0) > limitBytes) {
      resolve("too-large");
      return;
    }
    collect(request, limitBytes, place, resolve);
  });
}

function collect(
  request: RawRequest,
  limitBytes: number,
  place: BodyPlace,
  resolve: (result: Uint8Array | BodyProblem) => void,
): void {
  let first: Buffer | undefined;
  let more: Buffer[] | undefined;
  let size = 0;
  const finish = (result: Uint8Array | BodyProblem): void => {
    request.off("data", take).off("end", end).off("close", breakOff).off("error", breakOff);
    if (typeof result === "string") request.pause();
    resolve(result);
  };
  const take = (chunk: Buffer): void => {
    size += chunk.byteLength;
    if (size > limitBytes) finish("too-large");
    else if (first === undefined) first = chunk;
    else (more ??= [first]).push(chunk);
  };
  const end = (): void => finish(more === undefined ? (first ?? Buffer.alloc(0)) : Buffer.concat(more));
  const breakOff = (): void => finish("broken");
  place.cut = () => finish("too-slow");
  request.on("data", take).on("end", end).on("close", breakOff).on("error", breakOff);
}
