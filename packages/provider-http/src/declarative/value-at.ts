/**
 * The value below a dotted path: `"data.to.0"`. Only a value's own members are found.
 * @returns undefined where there is none.
 */
export function valueAt(root: unknown, path: string): unknown {
  let value = root;
  for (const part of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}
