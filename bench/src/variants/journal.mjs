import { open } from "node:fs/promises";
import { join } from "node:path";
import { createMessage } from "../message.mjs";
import { createPost } from "./create-post.mjs";

/**
 * The least that is durable: a line in a file before the POST and one behind it, a group at a time, `fdatasync` each. No checks, no
 * gates, no table, no record that could be read again. What this takes on a machine, no durable send there goes below.
 * @type {import("../probes/open-variant.mjs").Variant}
 */
export default {
  async open(setup, onDone) {
    const { post, close } = createPost(setup);
    const file = await open(join(setup.directory, "journal"), "a", 0o600);
    /** @type {{ lines: string[], written: Promise<void> } | undefined} */
    let next;
    let last = Promise.resolve();
    /** @param {string} line */
    const write = (line) => {
      if (!next) {
        const group = { lines: /** @type {string[]} */ ([]), written: last };
        group.written = last = last.then(async () => {
          next = undefined;
          await file.write(group.lines.join(""));
          await file.datasync();
        });
        next = group;
      }
      next.lines.push(`${line}\n`);
      return next.written;
    };
    return {
      async submit(index) {
        const message = createMessage(index);
        await write(JSON.stringify(message));
        void post(message)
          .then((id) => write(id))
          .then(() => onDone(index));
      },
      async close() {
        await close();
        await file.close();
      },
    };
  },
};
