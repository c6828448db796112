import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));

/** A row of `npm run test:faults` as a sample, mutant included: its one line of JSON. */
function sampleOf(row: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const flags = ["--conditions=@plugboard/source", "--import", "tsx"];
    const child = spawn(process.execPath, [...flags, MAIN, "--row", row, "--sample", "--json"]);
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    child.once("close", () => {
      const line = output.trim().split("\n").at(-1) ?? "";
      if (line.startsWith("{")) resolve(JSON.parse(line));
      else reject(new Error(errors));
    });
  });
}

test("a host that is killed under load loses nothing it acknowledged, and the row would notice", async () => {
  expect(await sampleOf("A3")).toMatchObject({
    row: "A3",
    lost: 0,
    duplicated: 0,
    letIn: 0,
    mutantCaught: true,
    ok: true,
  });
}, 240_000);
