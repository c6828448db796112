import { otherText } from "./other-text.js";

/** A delivery as it is written down. */
export interface RecordedDelivery {
  readonly contentType: string;
  readonly body: string;
  /** Of the address, without `?`, where there is one. */
  readonly query?: string;
}

export interface ScrubOptions {
  /** Names of further members whose texts stay. */
  readonly keep: readonly string[];
  /** Values of the channel's own settings, by which its provider knows what is for it: they stay. */
  readonly own: ReadonlySet<string>;
  /** Of the recording: equal texts become equal ones with the same key, and nobody finds the way back without it. */
  readonly key: Uint8Array;
}

/** Members whose texts say what kind of thing something is, when they are a word. */
const KINDS = [
  ...["type", "event", "events", "status", "kind", "object", "state", "field", "RecordType", "Type", "mime_type"],
  ...["currency", "direction", "cause", "endedBy", "messaging_product", "MessageStatus", "SmsStatus", "CallStatus"],
  ...["Origin", "SuppressionReason", "Direction", "AnsweredBy", "RecordingStatus", "DialCallStatus", "QueueResult"],
];
/** What our own addresses say of a delivery in their query. */
const QUERY_KINDS: ReadonlySet<string> = new Set(["on"]);
/** Members that hold the provider's own code of a failure. */
const CODES = ["error_code", "errorCode", "ErrorCode", "TypeCode"];
const CODE = /^[\w.-]{1,16}$/;
const WORD = /^[A-Za-z][\w.:/-]{0,63}$/;
/** Of this century's webhooks: an earlier day may be somebody's birthday. */
const INSTANT = /^20[1-9]\d-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)$/;
/** A number as places on a map have it; prices and durations are shorter. */
const PLACE = /^-?(?:[1-9]\d{0,2}\.\d{4,}|0\.\d{5,})$/;
/** Epoch seconds and milliseconds from 2001 to 2033, in a member that is named after time: other such numbers may be telephone numbers. */
const EPOCH = /^1(?:\d{9}|\d{12})$/;
const TIME_NAME = /^(?:at|ts|date|time)$|^ts_|_(?:at|ts|date|time)$|(?:At|Date|Time)$|stamp|epoch/i;

/**
 * A delivery without what it says of people: shape, kinds, times and small numbers stay; every other text becomes another one of the same length
 * and kind, the same for the same text, so that ids still agree. What is not JSON or a form becomes empty.
 */
export function scrubDelivery(
  { contentType, body, query }: RecordedDelivery,
  { keep, own, key }: ScrubOptions,
): RecordedDelivery {
  const kinds = new Set(KINDS);
  const codes = new Set(CODES);
  const kept = new Set(keep);
  const stays = (value: string, name: string): boolean =>
    kept.has(name) ||
    own.has(value) ||
    (kinds.has(name) && WORD.test(value)) ||
    (codes.has(name) && CODE.test(value)) ||
    INSTANT.test(value) ||
    (EPOCH.test(value) && TIME_NAME.test(name));
  const scrub = (value: unknown, name: string): unknown => {
    if (typeof value === "string") return stays(value, name) ? value : otherText(value, key);
    if (typeof value === "number" && PLACE.test(String(value)) && !stays(String(value), name))
      return Number(otherText(String(value), key)) % 90;
    // Codes and counts stay; a number with as many digits as a telephone number may be one.
    if (typeof value === "number")
      return /\d{7,}/.test(String(value)) && !stays(String(value), name)
        ? Number(otherText(String(value), key))
        : value;
    if (Array.isArray(value)) return value.map((part) => scrub(part, name));
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([member, part]) => [
          isName(member) ? member : otherText(member, key),
          scrub(part, member),
        ]),
      );
    return value;
  };
  const form = (text: string, ours: ReadonlySet<string> = new Set()): string =>
    new URLSearchParams(
      [...new URLSearchParams(text)].map(([name, value]): [string, string] => [
        isName(name) ? name : otherText(name, key),
        ours.has(name) && WORD.test(value) ? value : String(scrub(value, name)),
      ]),
    ).toString();
  const scrubbed = (): string => {
    if (/x-www-form-urlencoded/i.test(contentType)) return form(body);
    if (!/json/i.test(contentType)) return "";
    try {
      return JSON.stringify(scrub(JSON.parse(body), ""));
    } catch {
      // No JSON: nobody knows what is in it.
      return "";
    }
  };
  return { contentType, body: scrubbed(), ...(query === undefined ? {} : { query: form(query, QUERY_KINDS) }) };
}

const isName = (member: string): boolean => /^[A-Za-z_][\w.:-]{0,63}$/.test(member);
