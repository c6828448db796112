import { createSecretKey, type KeyObject } from "node:crypto";
import type { KeyRing } from "../ports/key-ring.js";
import { OptionInvalidError } from "../spec/errors/option-invalid-error.js";
import { openBytes, sealBytes } from "./sealed-bytes.js";

const KEY_BYTES = 32;

/**
 * A key ring of keys that the host holds itself, e.g. from a file that only it can read or a secret of its orchestrator. To rotate: add a key,
 * make it `current`, start the host with both, call `credentials.rewrap`, and leave the old one out when `credentials.keysInUse` no longer names it.
 * @param keys - 32 random bytes each, by an id that says which it is and nothing else.
 * @throws {OptionInvalidError} a key of another length, or `current` is none of them.
 */
export function localKeyRing({
  current,
  keys,
}: {
  readonly current: string;
  readonly keys: Readonly<Record<string, Uint8Array>>;
}): KeyRing {
  const wrong = Object.entries(keys).filter(([, key]) => !(key instanceof Uint8Array) || key.length !== KEY_BYTES);
  if (wrong.length > 0)
    throw new OptionInvalidError(
      wrong.map(([id]) => `keys.${id}: 32 bytes`),
      { option: "keyRing" },
    );
  if (!Object.hasOwn(keys, current)) throw new OptionInvalidError(["current: one of keys"], { option: "keyRing" });
  // Key objects show nothing of themselves, whoever looks at them.
  const ring = new Map<string, KeyObject>(Object.entries(keys).map(([id, key]) => [id, createSecretKey(key)]));
  const keyOf = (keyId: string): KeyObject => {
    const key = ring.get(keyId);
    if (key === undefined) throw new RangeError("no such key");
    return key;
  };
  return {
    currentKeyId: () => current,
    wrap: (keyId, dataKey, context) => sealBytes(keyOf(keyId), dataKey, context),
    unwrap: (keyId, wrapped, context) => openBytes(keyOf(keyId), wrapped, context),
  };
}
