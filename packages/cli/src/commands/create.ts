import { createProvider, CreateProviderError, idProblem } from "@plugboard/create-provider";
import { CliError } from "../shell/cli-error.js";
import type { Command } from "../shell/command.js";
import { exitCodes } from "../shell/exit-codes.js";

export const createCommand: Command = {
  name: "create",
  operands: "[ID]",
  summary: "writes a new provider that passes the conformance kit, to be changed into yours",
  flags: {
    id: { meaning: "id of the provider: acme-mail" },
    name: { meaning: "how people call it: Acme Mail" },
    folder: { meaning: "an empty or new folder; provider-<id>" },
    package: { meaning: "its npm name; provider-<id>" },
  },
  async run({ positionals, text, talk }) {
    if (positionals[0] !== undefined && text["id"] !== undefined && positionals[0] !== text["id"])
      throw new CliError("two ids are given", "give one, as ID or as --id", exitCodes.usage);
    const id = positionals[0] ?? text["id"] ?? (await talk.ask("id", "What is the provider's id?", "acme-mail"));
    const problem = idProblem(id);
    if (problem !== undefined)
      throw new CliError(`the id ${JSON.stringify(id)} ${problem}`, "give another --id", exitCodes.usage);
    const displayName = text["name"] ?? (await talk.ask("name", "How do people call it?", id));
    const folder = text["folder"] ?? `provider-${id}`;
    const packageName = text["package"];
    try {
      const files = await createProvider({
        id,
        displayName,
        folder,
        ...(packageName === undefined ? {} : { packageName }),
      });
      talk.json({ id, folder, files });
      talk.line(`${files.length} files in ${folder}`);
      talk.line(`next: cd ${folder} && npm install && npm test`);
      return exitCodes.done;
    } catch (error) {
      if (!(error instanceof CreateProviderError)) throw error;
      throw new CliError(error.message, "give another --id, --name, --folder or --package", exitCodes.usage);
    }
  },
};
