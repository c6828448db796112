import type { HttpResponseV1 } from "../../spec/connection/http-client.js";
import type { QuotaHeaders } from "../../spec/manifest/quota-headers.js";
import { LONGEST_BELIEVED_MS } from "../../timing/longest-believed.js";
import type { Quota } from "../transfer/quota.js";

/** What is longer is no list of limits. Characters. */
const LONGEST = 1_000;
const NUMBER = /^\d{1,15}(?:\.\d{1,9})?$/;

/**
 * What an answer says is left of its provider's limit. Of several windows the one with the least left; nothing where it is not said, or nonsense.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export function readQuota(headers: HttpResponseV1["headers"], told: QuotaHeaders, nowMs: number): Quota | undefined {
  const windows = told.format === "fields" ? ofFields(headers, told, nowMs) : ofDraft(textOf(headers, told.header));
  let least: Quota | undefined;
  for (const one of windows) if (least === undefined || one.remaining < least.remaining) least = one;
  return least;
}

function ofFields(
  headers: HttpResponseV1["headers"],
  { remaining, reset, resetIn }: QuotaHeaders & { readonly format: "fields" },
  nowMs: number,
): Quota[] {
  const left = listOf(textOf(headers, remaining));
  const resets = listOf(textOf(headers, reset));
  return left.flatMap((text, index) => {
    const at = numberOf(resets[index]);
    if (at === undefined) return [];
    if (resetIn === "seconds") return quotaOf(text, at * 1_000);
    return quotaOf(text, (resetIn === "epoch-seconds" ? at * 1_000 : at) - nowMs);
  });
}

function ofDraft(text: string): Quota[] {
  // The older drafts had one window over several parameters of the whole header.
  const parts = text.includes("remaining=") ? [text.replaceAll(",", ";")] : listOf(text);
  return parts.flatMap((part) => {
    const parameters = new Map(part.split(";").map(parameterOf));
    const seconds = numberOf(parameters.get("t") ?? parameters.get("reset"));
    return seconds === undefined ? [] : quotaOf(parameters.get("r") ?? parameters.get("remaining"), seconds * 1_000);
  });
}

function quotaOf(text: string | undefined, resetInMs: number): Quota[] {
  const remaining = numberOf(text);
  if (remaining === undefined || resetInMs <= 0 || resetInMs > LONGEST_BELIEVED_MS) return [];
  return [{ remaining: Math.floor(remaining), resetInMs: Math.ceil(resetInMs) }];
}

function textOf(headers: HttpResponseV1["headers"], name: string): string {
  const value = headers[name];
  const text = (Array.isArray(value) ? value.join(",") : value) ?? "";
  return text.length > LONGEST ? "" : text;
}

/** A name and its value; a name alone has none. */
function parameterOf(text: string): [string, string | undefined] {
  const [name = "", value] = text.trim().split("=", 2);
  return [name, value];
}

const listOf = (text: string): string[] => text.split(",").map((one) => one.trim());

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && NUMBER.test(text) ? Number(text) : undefined;
}
