import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { errorCatalog, refusalCatalog } from "@plugboard/core";
import { outcomeMeanings } from "../../scripts/docs/outcome-meanings.js";

/** What pages may name as code: calls of the facade and codes, read from the sources. */
export interface NamedThings {
  /** Methods by part of the facade: `"channels"` → `"activate"`, … */
  readonly calls: ReadonlyMap<string, ReadonlySet<string>>;
  readonly codes: ReadonlySet<string>;
  readonly events: ReadonlySet<string>;
}

export function readNamedThings(root: string): NamedThings {
  const facade = join(root, "packages/core/src/host/facade");
  const calls = new Map(
    readdirSync(facade)
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => {
        const text = readFileSync(join(facade, name), "utf8");
        const methods = [...text.matchAll(/^ {2}(?:async |get )?(\w+)(?:<[^>]*>)?\(/gm)].map(
          ([, method = ""]) => method,
        );
        return [name.replace(/\.ts$/, ""), new Set(methods)] as const;
      }),
  );
  const events = readFileSync(join(root, "packages/core/src/host/host-events.ts"), "utf8");
  return {
    calls,
    codes: new Set([errorCatalog, refusalCatalog, outcomeMeanings].flatMap((catalog) => Object.keys(catalog))),
    events: new Set([...events.matchAll(/^ {2}"([a-z-]+)":/gm)].map(([, name = ""]) => name)),
  };
}

/** The calls and codes that a page names as code and that are not there. */
export function unknownNames(page: string, { calls, codes }: NamedThings): readonly string[] {
  const spans = [...page.matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span);
  return spans.flatMap((span) => {
    const [, part = "", method = ""] = /^(?:center\.)?(\w+)\.(\w+)(?:\(.*\))?$/.exec(span) ?? [];
    const methods = calls.get(part);
    if (methods !== undefined && !methods.has(method)) return [span];
    return /^[A-Z]{2,}(?:_[A-Z0-9]+)+$/.test(span) && !codes.has(span) ? [span] : [];
  });
}
