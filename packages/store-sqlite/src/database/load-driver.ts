import type { SqliteValue } from "./sqlite-database.js";
import type { SqliteDriver } from "./sqlite-driver.js";

/** @param driver - what to import: an absolute URL or a package name; `undefined` for libsql. */
export async function loadDriver(driver: string | undefined): Promise<SqliteDriver> {
  if (driver === undefined) return loadLibsql();
  const module: unknown = await import(driver);
  if (!isDriver(module)) throw new TypeError("the driver module exports no function openDatabase");
  return module;
}

async function loadLibsql(): Promise<SqliteDriver> {
  const { default: Database } = await import("libsql");
  return {
    openDatabase(path) {
      const database = new Database(path);
      return {
        prepare: (sql) => database.prepare<SqliteValue[]>(sql),
        exec: (sql) => database.exec(sql),
        close: () => database.close(),
      };
    },
  };
}

function isDriver(module: unknown): module is SqliteDriver {
  return (
    typeof module === "object" &&
    module !== null &&
    "openDatabase" in module &&
    typeof module.openDatabase === "function"
  );
}
