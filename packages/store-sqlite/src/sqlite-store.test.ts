import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeStore } from "@plugboard/provider-testkit";
import { sqliteStore } from "./sqlite-store.js";

describeStore("sqliteStore", () => {
  const folder = mkdtempSync(join(tmpdir(), "plugboard-store-"));
  const path = join(folder, "store.db");
  return {
    store: sqliteStore(path),
    reopen: () => sqliteStore(path),
    dispose: () => rmSync(folder, { recursive: true }),
  };
});
