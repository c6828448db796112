import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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
    expect(await run("destroy")).toMatchObject({
      code: 2,
      out: "",
      error: expect.stringContaining("--help") as string,
    });
    const { error } = await run("destroy", "--json");
    expect(JSON.parse(error)).toMatchObject({ error: 'plugboard has no command "destroy"', exitCode: 2 });
  });

  test("may begin with --json", async () => {
    const { code, error } = await run("--json", "verify");
    expect({ code, ...(JSON.parse(error) as object) }).toMatchObject({ code: 2, error: "nothing to verify" });
  });

  test("with --json tells its help as data", async () => {
    for (const argv of [["--json"], ["--help", "--json"], ["help", "--json"]]) {
      const { code, out } = await run(...argv);
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({ commands: commands.map(({ name }) => ({ name })) });
    }
    for (const argv of [
      ["verify", "--help", "--json"],
      ["help", "verify", "--json"],
    ])
      expect(JSON.parse((await run(...argv)).out)).toMatchObject({
        name: "verify",
        flags: { listing: { meaning: "its signed listing" }, json: { boolean: true } },
      });
  });

  test("with a flag nobody knows is not understood, and says where to look", async () => {
    const { code, error } = await run("verify", "--listnig", "x");
    expect(code).toBe(2);
    expect(error).toContain("plugboard verify --help");
  });

  test("with a slip of the fingers is told what was most likely meant", async () => {
    expect((await run("catalog")).error).toContain("did you mean `plugboard catalogue`?");
    expect((await run("VERFIY")).error).toContain("did you mean `plugboard verify`?");
    expect((await run("destroy")).error).not.toContain("did you mean");
    const { error } = await run("verify", "x.tgz", "--listnig=x");
    expect(error).toContain("verify has no flag --listnig\n");
    expect(error).toContain("did you mean --listing?");
    expect((await run("verify", "--xylophone")).error).not.toContain("did you mean");
    // What follows `--` is no flag.
    expect((await run("verify", "--", "--listnig")).error).not.toContain("has no flag");
  });

  test("of a command shows its flags", async () => {
    const { code, out } = await run("publish", "--help");
    expect(code).toBe(0);
    expect(out).toContain("--evidence VALUE");
    expect(out).toContain("(may be repeated)");
  });

  test("asks for help on a command in either order", async () => {
    expect(await run("help", "verify")).toEqual(await run("verify", "--help"));
  });

  test.each([
    ["--version", "--json"],
    ["--json", "--version"],
    ["-v", "--json"],
  ])("%s %s says which version this is as an object", async (...flags) => {
    const { code, out } = await run(...flags);
    expect([code, Object.keys(JSON.parse(out) as object)]).toEqual([0, ["version"]]);
  });

  test.each(["--version", "-v"])("%s says which version this is", async (flag) => {
    const { code, out } = await run(flag);
    expect(code).toBe(0);
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test("with more than its command takes is not understood, instead of half of it done", async () => {
    const { code, error } = await run("inspect", "a.tgz", "b.tgz");
    expect(code).toBe(2);
    expect(error).toContain('inspect does not take "b.tgz"');
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

describe("what cannot be is told with what to do, and is no fault of the command", () => {
  const room = mkdtempSync(join(tmpdir(), "plugboard-cli-"));
  const at = (name: string): string => join(room, name);
  beforeAll(async () => {
    const trust = { publishers: [], marketplaceKeys: [], needsRevocations: false };
    const files = { junk: "x", "trust.json": JSON.stringify(trust), "strict.json": "{}", "broken.json": "{" };
    for (const [name, text] of Object.entries(files)) writeFileSync(at(name), text);
    mkdirSync(at("market/listings"), { recursive: true });
    mkdirSync(at("folder"));
    await run("key", "--out", at("own.pem"));
  });
  afterAll(() => rmSync(room, { recursive: true, force: true }));
  const [junk, trust, strict, broken, folder] = ["junk", "trust.json", "strict.json", "broken.json", "folder"].map(at);
  const market = ["--market", at("market")];
  const papers = ["--listing", junk, "--trust", trust] as const;

  test.each([
    [3, ["create", "a", "--name", "x", "--folder", at("junk/a")], "not a directory"],
    [2, ["create", "a", "--name", "x", "--folder", at("new"), "--package", "Bad!Name"], "npm takes no package"],
    [2, ["create", "a", "--name", "x", "--folder", at("market")], "is not empty"],
    [2, ["create", "a", "--id", "b", "--name", "x", "--folder", at("new")], "two ids"],
    [2, ["create", "class", "--name", "x", "--folder", at("new")], "add a word"],
    [3, ["conform", folder], "package.json cannot be read"],
    [3, ["doctor", folder], "package.json cannot be read"],
    [3, ["pack", folder], "package.json cannot be read"],
    [3, ["inspect", folder], "package.json cannot be read"],
    [1, ["inspect", junk], "is no connector"],
    [1, ["inspect", broken], "is not a signed listing"],
    [1, ["diff", junk, junk], "is no connector"],
    [3, ["replay", junk, "--to", "http://127.0.0.1:9"], "is no delivery"],
    [2, ["replay", junk, "--to", "ftp://a.example"], "no address of the web"],
    [2, ["replay", junk, "--to", "http://user:secret@a.example"], "--to holds a login"],
    [2, ["replay", junk, "--to", "http://a.example", "--header", "x-tenant"], '--header "x-tenant" is no header'],
    [2, ["replay", junk, "--to", "http://a.example", "--header", "x tenant: a"], '--header "x tenant" is no header'],
    [3, ["record", "--out", at("none/x"), "--settings", broken], "is not JSON"],
    [3, ["record", "--out", at("none/x"), "--count", "1"], "cannot be written (ENOENT)"],
    [3, ["record", "--out", folder, "--count", "1"], "cannot be written (EISDIR)"],
    [3, ["key", "--out", junk], "cannot be written (EEXIST)"],
    [3, ["publish", junk, "--key", junk, "--publisher", "acme"], "is no private Ed25519 key"],
    [2, ["publish", junk, "--key", junk, "--publisher", "BAD!"], "is no id"],
    [3, ["verify", at("none"), ...papers], "is not there"],
    [2, ["verify", junk, ...papers, "--installed", "new"], "--installed is no version"],
    [2, ["verify", junk, ...papers, "--core", "new"], "--core is no version"],
    [3, ["verify", junk, "--listing", junk, "--trust", broken], "is not JSON"],
    [3, ["catalogue", ...market, "--key", junk, "--trust", trust], "is no private Ed25519 key"],
    [3, ["catalogue", ...market, "--key", at("own.pem"), "--trust", strict], "revocations.json cannot be read"],
    [3, ["revocations", ...market, "--key", junk, "--trust", trust], "is no private Ed25519 key"],
  ] as const)("%i: %j", async (wanted, args, why) => {
    const { code, error } = await run(...args.map(String), "--json");
    const told: unknown = JSON.parse(error.trim().split("\n").at(-1) ?? "");
    expect(told).toMatchObject({ error: expect.stringContaining(why) as string, exitCode: wanted });
    expect(told).toMatchObject({ remedy: expect.not.stringContaining("report it") as string });
    expect(code).toBe(wanted);
  });

  test("a key is written over no other file, nor into a folder that is not there", async () => {
    expect((await run("key", "--out", at("junk"))).error).toContain("name a file that does not exist");
    expect((await run("key", "--out", at("nowhere/own.pem"))).error).toContain("name a folder that is there");
  });

  test("a market's index is not signed by a key that its own trust file does not have", async () => {
    const { code, error } = await run("catalogue", ...market, "--key", at("own.pem"), "--trust", at("trust.json"));
    expect({ code, written: existsSync(at("market/index.json")) }).toEqual({ code: 1, written: false });
    expect(error).toContain("none of the trust file's marketplaceKeys");
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
