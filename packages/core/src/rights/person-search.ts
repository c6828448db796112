import type { Address } from "../spec/message/address.js";

/** Shorter ones would be found in what is not theirs. */
const SHORTEST_RUN = 12;
const BASE64_RUN = /[A-Za-z0-9+/_-]{12,}={0,2}/g;
/** A line of base64 as mail breaks it. From its beginning only: a file in one line of a JSON would be gone through once for each of its characters. */
const BROKEN_LINE = /(?<![A-Za-z0-9+/])([A-Za-z0-9+/]{60,})\r?\n(?=[A-Za-z0-9+/])/g;

/**
 * Finds a person's addresses in bytes that nobody can parse any more: as they are, percent-encoded, escaped in JSON, and in base64 (a provider's message
 * ids and the parts of a mail). An address that is a part of another one is not found.
 */
export class PersonSearch {
  readonly #patterns: readonly RegExp[];

  constructor(addresses: readonly Address[]) {
    this.#patterns = addresses.map(patternOf);
  }

  isIn(text: string): boolean {
    if (this.#matches(text)) return true;
    const joined = text.replace(BROKEN_LINE, "$1");
    for (const [run] of joined.matchAll(BASE64_RUN))
      if (run.length >= SHORTEST_RUN && this.#matches(Buffer.from(run, "base64").toString("latin1"))) return true;
    return false;
  }

  isInBytes(bytes: Uint8Array): boolean {
    return this.isIn(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8"));
  }

  #matches(text: string): boolean {
    return this.#patterns.some((pattern) => pattern.test(text));
  }
}

function patternOf({ kind, value }: Address): RegExp {
  switch (kind) {
    case "phone":
      // With or without the plus, which providers leave out.
      return new RegExp(`(?<![0-9])${value.slice(1)}(?![0-9])`);
    case "email":
      return new RegExp(`(?<![a-z0-9._+-]|%2b)${encoded(value)}(?![a-z0-9-]|\\.[a-z0-9])`, "i");
    case "handle":
    case "session":
      return new RegExp(`(?<![A-Za-z0-9])${encoded(value)}(?![A-Za-z0-9])`);
  }
}

/** Each character that is not a letter or digit as it is, percent-encoded, or escaped in JSON. */
function encoded(value: string): string {
  return [...value]
    .map((character) => {
      if (/[A-Za-z0-9]/.test(character)) return character;
      const escaped = character.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
      const hex = character.length === 1 ? character.charCodeAt(0).toString(16).padStart(4, "0") : undefined;
      const json = hex === undefined ? "" : `|\\\\u${hexClass(hex)}`;
      return `(?:${escaped}|${hexClass(percentEncoded(character))}${json})`;
    })
    .join("");
}

/** `encodeURIComponent` leaves some characters that others encode. */
function percentEncoded(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
}

const hexClass = (text: string): string => text.replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
