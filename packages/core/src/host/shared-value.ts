/** By their JSON; as many as there are different ones, which is as many as there are providers and kinds of settings. */
const values = new Map<string, unknown>();

/** The one copy of a value that many channels have alike: memory does not grow with accounts. */
export function sharedValue<Value>(value: Value): Value {
  const key = JSON.stringify(value);
  const known = values.get(key);
  if (known !== undefined) return known as Value;
  values.set(key, value);
  return value;
}
