import { sqliteStore } from "../sqlite-store.js";

/**
 * Commits groups of three documents, one group after the other, and prints "acked <group>" when each is durable or "failed <group> <code>".
 * Arguments: path, number of groups, first group. Prints "open <process id>" before and "done" after
 * them, and keeps the store open.
 */
const [path = "", groups = "0", first = "1"] = process.argv.slice(2);
const store = sqliteStore(path);
await store.open();
process.stdout.write(`open ${process.pid}\n`);
for (let group = Number(first); group < Number(first) + Number(groups); group += 1) {
  const failure: unknown = await store
    .commit(
      ["a", "b", "c"].map((part) => ({
        kind: "document-put" as const,
        document: {
          collection: "groups",
          id: `${String(group).padStart(6, "0")}-${part}`,
          accountId: "account-1",
          value: JSON.stringify({ group, filler: "x".repeat(200) }),
        },
      })),
    )
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  const code = failure instanceof Error && "code" in failure ? String(failure.code) : "UNKNOWN";
  process.stdout.write(failure === undefined ? `acked ${group}\n` : `failed ${group} ${code}\n`);
}
process.stdout.write("done\n");
process.stdin.resume().once("end", () => void store.close());
