import { existsSync, readFileSync } from "node:fs";

/** Beside the built file, or in the repository. */
const PLACES = ["./write-a-provider.md", "../../../docs/write-a-provider.md"];

/** The text of docs/write-a-provider.md, whose blocks are the files of a new provider. */
export function readGuide(): string {
  const place = PLACES.map((path) => new URL(path, import.meta.url)).find((url) => existsSync(url));
  if (place === undefined) throw new Error("write-a-provider.md is missing: install @plugboard/create-provider again");
  return readFileSync(place, "utf8");
}
