// The mutant of the disk rows: a database that says "committed" when it was not.
import Database from "libsql";

export function openDatabase(path) {
  const database = new Database(path);
  return {
    exec: (sql) => database.exec(sql),
    close: () => database.close(),
    prepare(sql) {
      const statement = database.prepare(sql);
      if (sql !== "COMMIT") return statement;
      return {
        run: () => {
          try {
            return statement.run();
          } catch {
            return { changes: 0 };
          }
        },
      };
    },
  };
}
