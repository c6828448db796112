/**
 * Makes a value at the first call and gives the same one from then on: for tables that a host may never ask for, so that its import of
 * the package does not wait for them.
 */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
