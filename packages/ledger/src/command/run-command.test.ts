import { generateKeyPairSync } from "node:crypto";
import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startLedger, textOf } from "../__fixtures__/start-ledger.js";
import { temporaryFolder } from "../__fixtures__/temporary-folder.js";
import { runCommand } from "./run-command.js";

async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  const code = await runCommand(words, { out: (text) => (out += text), err: (text) => (err += text), isWatched: true });
  return { code, out, err };
}

test("verifies an export and a database, for people and for programs", async () => {
  const { center, path, folder, publicKey, close } = await startLedger();
  const [exported, key, state] = [join(folder, "acme.ndjson"), join(folder, "key.pem"), join(folder, "state.json")];
  writeFileSync(exported, await textOf(center.ledger.export({ accountId: "acme" })));
  writeFileSync(key, publicKey.export({ type: "spki", format: "pem" }));
  writeFileSync(state, JSON.stringify(await center.ledger.checkpoint()));
  await close();
  const spoken = await run("verify", exported, "--key", key, "--checkpoint", state);
  expect(spoken).toMatchObject({ code: 0, err: "" });
  expect(spoken.out).toContain("5 transfers and 5 acts in 3 batches");
  expect(spoken.out).toMatch(/signed by the given key [0-9a-f]{16}/);
  const { code, out } = await run("verify", path, "--json", "--quiet", "--checkpoint", state, "--key", key);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ file: path, kind: "database", verified: true, transfers: 8, acts: 8 });
  const shown = await run("show", exported);
  expect(shown.out.match(/ transfer /g)).toHaveLength(5);
  expect(shown.out).toContain("channel-activated");
});

test("exits 1 and says where when something does not hold", async () => {
  const { center, folder, close } = await startLedger();
  const path = join(folder, "acme.ndjson");
  writeFileSync(
    path,
    (await textOf(center.ledger.export({ accountId: "acme" }))).replace('"attempt":1', '"attempt":2'),
  );
  await close();
  const { code, out } = await run("verify", path);
  expect(code).toBe(1);
  expect(out).toContain("NOT verified");
  expect(out).toContain("ENTRY_CHANGED at line 3, batch 1, transfer 1: one byte of attempt was changed");
});

test("exits 2 over what it was not asked rightly", async () => {
  for (const words of [[], ["mend", "file"], ["verify"], ["verify", "a", "b"], ["verify", "a", "--fast"]]) {
    const { code, err } = await run(...words);
    expect([code, err.includes("Try --help")]).toEqual([2, true]);
  }
  expect((await run("--help")).code).toBe(0);
});

test("exits 3 over what cannot be read: nothing there, a folder, another program's database, a store in use", async () => {
  const { path, close, folder } = await startLedger();
  const strange = join(folder, "strange.db");
  writeFileSync(strange, Buffer.concat([Buffer.from("SQLite format 3\0"), Buffer.alloc(4_096)]));
  expect(await run("verify", path)).toMatchObject({ code: 3, out: "" });
  expect((await run("verify", path)).err).toContain("open in a host");
  await close();
  const copy = join(temporaryFolder(), "copy.db");
  copyFileSync(path, copy);
  // What a host that is between two writes, or was killed, leaves beside the file.
  for (const [name, content] of [
    ["-lock", ""],
    ["-wal", "x"],
  ] as const) {
    writeFileSync(copy + name, content);
    expect((await run("verify", copy)).err).toContain("open in a host");
    rmSync(copy + name);
  }
  for (const file of [join(folder, "absent"), folder, strange]) expect((await run("verify", file)).code).toBe(3);
  expect(JSON.parse((await run("verify", join(folder, "absent"), "--json")).out)).toHaveProperty("error");
  expect((await run("show", copy)).code).toBe(3);
  expect((await run("verify", copy, "--key", copy)).code).toBe(3);
  const otherKind = join(folder, "other-kind.pem");
  writeFileSync(
    otherKind,
    generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ type: "spki", format: "pem" }),
  );
  expect(await run("verify", copy, "--key", otherKind)).toMatchObject({
    code: 3,
    err: expect.stringContaining("holds no Ed25519 key"),
  });
});

test("an empty file, and one that is no export, do not verify", async () => {
  const path = join(temporaryFolder(), "file");
  for (const content of ["", "\n", "{}\n", "not json\n", '{"kind":"ledger"}\n']) {
    writeFileSync(path, content);
    expect((await run("verify", path)).code).toBe(1);
  }
});
