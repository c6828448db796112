/** A copy of plain data with one value changed. */
export function withValueAt(data: unknown, path: string, value: unknown): unknown {
  const [name = "", ...rest] = path.split(".");
  if (typeof data !== "object" || data === null) return data;
  const inner: unknown = Reflect.get(data, name);
  return { ...data, [name]: rest.length === 0 ? value : withValueAt(inner, rest.join("."), value) };
}
