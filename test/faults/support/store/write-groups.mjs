// The process whose store the disk faults hit. Plain JavaScript, so that it runs from the build.
// Commits groups of three documents one after the other and prints, once it is true, "acked <group>" or "failed <group> <code>".
import { sqliteStore } from "@plugboard/store-sqlite";
import { say } from "../a/say.mjs";

const { path, groups, driver } = JSON.parse(process.argv[2] ?? "{}");

say(`pid ${process.pid}`);
const store = sqliteStore(path, driver === undefined ? {} : { driver });
try {
  await store.open();
  say("open");
  for (let group = 1; group <= groups; group += 1) {
    const writes = ["a", "b", "c"].map((part) => ({
      kind: "document-put",
      document: { collection: "groups", id: `${group}-${part}`, accountId: "acme", value: `"${part.repeat(200)}"` },
    }));
    await store.commit(writes).then(
      () => say(`acked ${group}`),
      (error) => say(`failed ${group} ${error.code}`),
    );
  }
} catch (error) {
  say(`refused ${error.code}`);
}
say("done");
process.stdin.resume();
