import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ended } from "../__fixtures__/plugboard.js";

const MAIN = join(import.meta.dirname, "../main.ts");
const COMMAND = `stty cols 100; '${process.execPath}' --conditions=@plugboard/source --import tsx '${MAIN}' key`;

/** util-linux has it, which gives a command a terminal. */
const hasTerminal = spawnSync("script", ["--version"]).stdout?.toString().includes("util-linux") ?? false;

test.skipIf(!hasTerminal).each([
  ["Ctrl-C", "\u0003"],
  ["Ctrl-D", "\u0004"],
])(
  "a question that is answered by %s ends the command as not done",
  async (_name, key) => {
    const child = spawn("script", ["-qec", COMMAND, "/dev/null"], { cwd: import.meta.dirname });
    let isAsked = false;
    child.stdout.on("data", (chunk: Buffer) => {
      if (isAsked || !chunk.toString().includes("Where shall")) return;
      isAsked = true;
      child.stdin.write(key);
    });
    expect((await ended(child)).code).toBe(2);
  },
  30_000,
);
