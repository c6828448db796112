import Database from "libsql";

/**
 * libsql, in a thread that ends when a bound text contains `die-at-once`, or at the commit after one that contains `die-before-commit` or
 * `die-after-commit`.
 */
export function openDatabase(path) {
  const database = new Database(path);
  let fate = "";
  return {
    exec: (sql) => database.exec(sql),
    close: () => database.close(),
    prepare(sql) {
      const statement = database.prepare(sql);
      const run =
        (method) =>
        (...values) => {
          const texts = values.map((value) =>
            value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : `${value}`,
          );
          const text = texts.find((value) => value.includes("die-"));
          if (text) fate = /die-[a-z-]+/.exec(text)[0];
          if (fate === "die-at-once") process.exit(1);
          if (sql === "COMMIT" && fate === "die-before-commit") process.exit(1);
          const result = statement[method](...values);
          if (sql === "COMMIT" && fate === "die-after-commit") process.exit(1);
          return result;
        };
      return { run: run("run"), get: run("get"), all: run("all") };
    },
  };
}
