/** As many as there are different ones, which is as many as there are manifests and kinds of settings. */
const values = new Map<string, unknown>();

/**
 * The one copy of a value that many channels have alike: memory does not grow with accounts.
 * @param key - what the value follows from; values of one key are alike.
 */
export function sharedValue<Value>(key: string, make: () => Value): Value {
  const known = values.get(key);
  if (known !== undefined) return known as Value;
  const value = make();
  values.set(key, value);
  return value;
}
