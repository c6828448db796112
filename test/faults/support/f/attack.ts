import { ContactCenterError } from "@plugboard/core";
import type { FacadeMethod } from "./facade-methods.js";
import { callArguments, type Caller } from "./call-arguments.js";
import type { TwoAccounts } from "./two-accounts.js";

const LIMIT_MS = 300;

/** How a call ended: what it gave, or threw; nothing for one that still waits. */
export interface CallEnd {
  readonly value?: unknown;
  readonly error?: unknown;
}

/** Makes one call and waits for its end, for a while. Never rejects. */
export async function call(world: TwoAccounts, method: FacadeMethod, caller: Caller): Promise<CallEnd> {
  const { center } = world;
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<CallEnd>((resolve) => (timer = setTimeout(() => resolve({}), LIMIT_MS)));
  const run = async (): Promise<CallEnd> => {
    try {
      const holder: unknown = method.facade === undefined ? center : Reflect.get(center, method.facade);
      const made: unknown = Reflect.get(holder as object, method.name);
      if (typeof made !== "function") return { error: new TypeError(`no such call: ${method.name}`) };
      const answer: unknown = Reflect.apply(made, holder, callArguments(method, caller, center));
      return { value: await collected(answer) };
    } catch (error) {
      return { error };
    }
  };
  try {
    return await Promise.race([run(), overdue]);
  } finally {
    clearTimeout(timer);
  }
}

/** Everything a caller can read of how a call ended. */
export function toldBy({ value, error }: CallEnd): string {
  const parts = [value];
  for (let one: unknown = error; one instanceof Error; one = one.cause)
    parts.push(one.message, one.stack, ContactCenterError.isInstance(one) ? one.details : undefined);
  return parts.map((part) => text(part)).join("\n");
}

/** The call was refused because it was badly made: then nothing was tried. */
export function isMalformed({ error }: CallEnd): boolean {
  if (error === undefined) return false;
  if (!ContactCenterError.isInstance(error)) return true;
  return /^(INSTRUCTION_INVALID|OPTION_INVALID|MESSAGE_INVALID|SETTINGS_INVALID)$/.test(error.code);
}

function text(part: unknown): string {
  return (
    JSON.stringify(part, (_key, value: unknown) => {
      if (value instanceof Uint8Array) return Buffer.from(value).toString("latin1");
      if (value instanceof Map || value instanceof Set) return [...(value as Iterable<unknown>)];
      return typeof value === "bigint" ? String(value) : value;
    }) ?? ""
  );
}

async function collected(answer: unknown): Promise<unknown> {
  const value = await answer;
  if (typeof value !== "object" || value === null || !(Symbol.asyncIterator in value)) return value;
  const parts: unknown[] = [];
  for await (const part of value as AsyncIterable<unknown>) parts.push(part);
  return parts;
}
