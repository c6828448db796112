import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readDemoOptions, usage } from "./demo-options.js";

test.each([["--bogus"], ["--mailbox", "exchange"], ["stray"]])("%s is not taken", (...args) => {
  expect(() => readDemoOptions(args)).toThrow(TypeError);
});

test("a command that is mistyped is told what there is, and the demo does not begin", () => {
  const program = join(import.meta.dirname, "main.ts");
  const flags = ["--conditions=@plugboard/source", "--import", "tsx"];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, program, "--onec"], { encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toContain("--onec");
  expect(stderr).toContain(usage);
}, 60_000);
