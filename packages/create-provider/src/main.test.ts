import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const MAIN = join(import.meta.dirname, "main.ts");

/** As `npm create @plugboard/provider` runs it, in a folder of its own. */
function create(...args: string[]) {
  const room = mkdtempSync(join(tmpdir(), "plugboard-create-"));
  onTestFinished(() => rmSync(room, { recursive: true, force: true }));
  const flags = ["--conditions=@plugboard/source", "--import", import.meta.resolve("tsx")];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, MAIN, ...args], { cwd: room });
  const written = (name: string) => existsSync(join(room, name));
  return { status, out: stdout.toString(), error: stderr.toString(), written };
}

test("writes the provider, and says as one line of JSON what", () => {
  const { status, out, written } = create("acme-mail", "--json");
  expect(status).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ id: "acme-mail", folder: "provider-acme-mail" });
  expect(written("provider-acme-mail/package.json")).toBe(true);
}, 30_000);

test("takes one id: a name of two words without its flag is not half of it", () => {
  const { status, error, written } = create("acme", "mail");
  expect({ status, isWritten: written("provider-acme") }).toEqual({ status: 2, isWritten: false });
  expect(error).toContain('does not take "mail"');
}, 30_000);

test("says with --json what is wrong as one line of JSON", () => {
  const { status, out, error } = create("class", "--json");
  expect({ status, out }).toEqual({ status: 2, out: "" });
  expect(JSON.parse(error)).toMatchObject({ error: expect.stringContaining("add a word") as string, exitCode: 2 });
}, 30_000);
