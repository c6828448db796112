import type { Address } from "../spec/message/address.js";

/** Digits that are a number in E.164, with or without the plus that some providers leave out, bare or within a SIP address. */
const NUMBER = /^(?:(?:tel|sips?):)?\+?([1-9][0-9]{6,14})(?:[@;].*)?$/i;

/** Under which addresses a party of a call is known, as its provider writes it: by its name, and by the number in it. */
export function partyAddresses(value: string | undefined): Address[] {
  if (value === undefined || value === "") return [];
  const digits = NUMBER.exec(value)?.[1];
  const number: Address[] = digits === undefined ? [] : [{ kind: "phone", value: `+${digits}` }];
  return value === number[0]?.value ? number : [...number, { kind: "handle", value: value.slice(0, 320) }];
}
