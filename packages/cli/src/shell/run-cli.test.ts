import { describe, expect, test } from "vitest";
import { commands } from "../commands/all-commands.js";
import { plugboard } from "../__fixtures__/plugboard.js";
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

describe("every command", () => {
  test.each(commands.map((command) => [command.name, command] as const))(
    "%s says what it takes",
    async (name, { flags }) => {
      const { code, out } = await run(name, "--help");
      expect(code).toBe(0);
      expect(out).toMatch(new RegExp(`^plugboard ${name}`));
      for (const flag of [...Object.keys(flags), "json"]) expect(out).toContain(`--${flag}`);
    },
  );

  /** What each asks for when a person sits there: everything it asks has a flag of that name. */
  test.each([
    ["create", [], "id"],
    ["create", ["acme"], "name"],
    ["record", [], "out"],
    ["replay", ["x.jsonl"], "to"],
    ["key", [], "out"],
    ["publish", ["x.tgz"], "key"],
    ["publish", ["x.tgz", "--key", "x"], "publisher"],
    ["verify", ["x.tgz"], "listing"],
    ["catalogue", [], "key"],
    ["revocations", [], "trust"],
  ])("%s %j without a terminal names --%s", async (name, args, flag) => {
    const { code, error } = await run(name, ...args, "--json");
    expect(code).toBe(2);
    expect(JSON.parse(error)).toMatchObject({ error: expect.stringContaining(`--${flag} is needed`) as string });
    expect(Object.keys(commands.find((one) => one.name === name)?.flags ?? {})).toContain(flag);
  });

  test("as a process has its exit code, its result on stdout and its errors on stderr", async () => {
    const [help, missing, unknown] = await Promise.all([
      plugboard(["--help"]),
      plugboard(["inspect", "/nowhere", "--json"]),
      plugboard(["destroy"]),
    ]);
    expect(help).toMatchObject({ code: 0, error: "" });
    expect(missing).toMatchObject({ code: 3, out: "" });
    expect(JSON.parse(missing.error)).toMatchObject({ exitCode: 3 });
    expect(unknown).toMatchObject({ code: 2, out: "" });
  }, 60_000);
});
