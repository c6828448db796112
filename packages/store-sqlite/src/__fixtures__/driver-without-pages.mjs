import Database from "libsql";

/** libsql as a library would be that was built without the table of pages. */
export function openDatabase(path) {
  const database = new Database(path);
  return {
    prepare(sql) {
      if (sql.includes("sqlite_dbpage")) throw new Error("no such table: sqlite_dbpage");
      return database.prepare(sql);
    },
    exec: (sql) => database.exec(sql),
    close: () => database.close(),
  };
}
