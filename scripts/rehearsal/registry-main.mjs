// A registry on loopback for one rehearsal: `node registry-main.mjs FOLDER`. Knows our packages only and has no way out; sends its port to
// the parent and ends with it.
import { join } from "node:path";
import verdaccio from "verdaccio";

const folder = process.argv[2];
const everybody = { access: "$all", publish: "$all", unpublish: "$all" };
const server = await verdaccio.runServer({
  self_path: folder,
  storage: join(folder, "storage"),
  auth: { htpasswd: { file: join(folder, "htpasswd"), max_users: -1 } },
  uplinks: {},
  packages: { "@plugboard/*": everybody },
  publish: { allow_offline: true },
  web: { enable: false },
  log: { type: "stdout", format: "pretty", level: "warn" },
  max_body_size: "50mb",
});
server.listen(0, "127.0.0.1", () => process.send?.({ port: server.address().port }));
process.once("disconnect", () => process.exit(0));
