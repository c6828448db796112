import { z } from "zod";
import { readTextOf } from "../packages/read-file-of.js";
import { CliError } from "../shell/cli-error.js";
import type { Command } from "../shell/command.js";
import { exitCodes } from "../shell/exit-codes.js";

const deliverySchema = z.object({ contentType: z.string(), body: z.string() });
const TIMEOUT_MS = 30_000;

export const replayCommand: Command = {
  name: "replay",
  operands: "<FILE>",
  summary: "posts recorded webhooks to a host under test, in their order",
  flags: {
    to: { meaning: "address of the webhook" },
    header: {
      multiple: true,
      meaning: "a header of every post, name:value; recorded ones are not kept, since signatures are secrets",
    },
  },
  async run({ positionals: [path], text, lists, talk }) {
    if (path === undefined) throw new CliError("nothing to replay", "name a file that `record` wrote", exitCodes.usage);
    const to = text["to"] ?? (await talk.ask("to", "To which address?"));
    if (!URL.canParse(to))
      throw new CliError("--to is no address", "give the whole address, https://…", exitCodes.usage);
    const headers = Object.fromEntries(
      (lists["header"] ?? []).map((header) => {
        const [name = "", ...value] = header.split(":");
        return [name.trim(), value.join(":").trim()] as const;
      }),
    );
    const lines = (await readTextOf(path, "the recording")).split("\n").filter((line) => line !== "");
    let refused = 0;
    for (const [index, line] of lines.entries()) {
      const { contentType, body } = read(path, index, line);
      const answer = await fetch(to, {
        method: "POST",
        headers: { "content-type": contentType, ...headers },
        body,
        redirect: "manual",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }).catch(() => {
        throw new CliError(`${new URL(to).host} cannot be reached`, "start the host under test, and check --to");
      });
      if (!answer.ok) refused += 1;
      talk.json({ delivery: index + 1, status: answer.status });
      talk.line(`${index + 1}/${lines.length}: ${answer.status}`);
    }
    return refused > 0 ? exitCodes.notRight : exitCodes.done;
  },
};

function read(path: string, index: number, line: string): z.output<typeof deliverySchema> {
  try {
    return deliverySchema.parse(JSON.parse(line));
  } catch {
    throw new CliError(`line ${index + 1} of ${path} is no delivery`, "use a file that `record` wrote");
  }
}
