/** Where a file lives, in the terms in which the rules are written. */
export interface Place {
  readonly area: "package" | "example" | "test" | "bench" | "other";
  /** The package's folder under packages/ (`"provider-email"`), or the example's. */
  readonly unit: string | undefined;
  readonly kind: "core" | "store" | "provider" | "testkit" | undefined;
  /** First folder under src (`"outbound"`); undefined for files directly in src. */
  readonly folder: string | undefined;
  /** Test files, fixtures and test-only folders may use what published code may not. */
  readonly isTest: boolean;
}

const SCOPED = /^(packages|examples)\/([^/]+)\/(?:src\/(?:([^/]+)\/)?)?/;

export function placeOf(path: string): Place {
  const match = SCOPED.exec(path);
  const isTest = /\.test\.ts$|\/__fixtures__\/|\/__tests__\//.test(path) || path.startsWith("test/");
  if (!match) {
    const area = path.startsWith("test/") ? "test" : path.startsWith("bench/") ? "bench" : "other";
    return { area, unit: undefined, kind: undefined, folder: undefined, isTest };
  }
  const unit = match[2];
  if (match[1] === "examples") return { area: "example", unit, kind: undefined, folder: match[3], isTest };
  return { area: "package", unit, kind: unit === undefined ? undefined : kindOf(unit), folder: match[3], isTest };
}

function kindOf(unit: string): Place["kind"] {
  if (unit === "core") return "core";
  if (unit === "provider-testkit") return "testkit";
  if (unit.startsWith("provider-")) return "provider";
  if (unit.startsWith("store-")) return "store";
  return undefined;
}
