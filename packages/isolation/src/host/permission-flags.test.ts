import { expect, test } from "vitest";
import { permissionFlags } from "./permission-flags.js";

test.each([
  ["20.19.0", "--experimental-permission"],
  ["22.12.0", "--experimental-permission"],
  ["22.13.0", "--permission"],
  ["23.4.0", "--experimental-permission"],
  ["23.5.0", "--permission"],
  ["24.0.0", "--permission"],
])("Node %s has its permission model under %s", (version, flag) => {
  const flags = permissionFlags(version, ["/connectors/acme/"]);
  expect(flags[0]).toBe(flag);
  expect(flags).toContain("--allow-fs-read=/connectors/acme/*");
  expect(flags.filter((one) => /allow-(fs-write|child|worker|addons|net)/.test(one))).toEqual([]);
});

test("where Node has databases of its own, which it opens past its permission model, they are switched off", () => {
  const off = "--no-experimental-sqlite";
  expect(permissionFlags("22.13.0", [], new Set([off]))).toContain(off);
  expect(permissionFlags("20.19.0", [], new Set())).not.toContain(off);
});
