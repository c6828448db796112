const SHORTEST_SECRET = 8;

/** Every text of credentials that is long enough to be looked for, with its path. */
export function* secretsIn(value: unknown, path = ""): Generator<readonly [string, string]> {
  if (typeof value === "string" && value.length >= SHORTEST_SECRET) yield [path, value];
  else if (typeof value === "object" && value !== null)
    for (const [name, part] of Object.entries(value)) yield* secretsIn(part, path === "" ? name : `${path}.${name}`);
}
