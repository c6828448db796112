import { readFile } from "node:fs/promises";

/** The JSON of a file; nothing where there is no such file. */
export async function readIfThere(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  return JSON.parse(text);
}
