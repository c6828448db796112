import { describe, expect, test } from "vitest";
import { runCli } from "./run-cli.js";

async function run(...argv: string[]) {
  let out = "";
  let error = "";
  const code = await runCli(argv, {
    out: (text) => (out += text),
    error: (text) => (error += text),
    isInteractive: false,
  });
  return { code, out, error };
}

describe("a command line", () => {
  test("without a command shows all of them", async () => {
    const { code, out } = await run();
    expect(code).toBe(0);
    for (const name of [
      "create",
      "conform",
      "inspect",
      "doctor",
      "record",
      "replay",
      "pack",
      "verify",
      "diff",
      "publish",
    ])
      expect(out).toMatch(new RegExp(`^  ${name} `, "m"));
  });

  test("with a command nobody knows is not understood", async () => {
    expect(await run("destroy")).toMatchObject({ code: 2, out: "" });
  });

  test("with a flag nobody knows is not understood, and says where to look", async () => {
    const { code, error } = await run("verify", "--listnig", "x");
    expect(code).toBe(2);
    expect(error).toContain("plugboard verify --help");
  });

  test("of a command shows its flags", async () => {
    const { code, out } = await run("publish", "--help");
    expect(code).toBe(0);
    expect(out).toContain("--evidence VALUE");
    expect(out).toContain("(may be repeated)");
  });

  test("that leaves out what would be asked for names the flag", async () => {
    const { code, error } = await run("key");
    expect(code).toBe(2);
    expect(error).toContain("--out is needed");
  });

  test("with --json tells its error as one line", async () => {
    const { code, error } = await run("inspect", "/nowhere", "--json");
    expect(code).toBe(3);
    expect(JSON.parse(error)).toMatchObject({ error: "/nowhere is not there", exitCode: 3 });
  });
});
