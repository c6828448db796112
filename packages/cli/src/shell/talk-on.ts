import { CliError } from "./cli-error.js";
import type { Talk } from "./command.js";
import { exitCodes } from "./exit-codes.js";

/** Where a command's words go. */
export interface Streams {
  out(text: string): void;
  error(text: string): void;
  /** Whether a person sits there who can be asked. */
  readonly isInteractive: boolean;
}

export function talkOn(streams: Streams, json: boolean): Talk {
  return {
    line: (text) => {
      if (!json) streams.out(`${text}\n`);
    },
    json: (value) => {
      if (json) streams.out(`${JSON.stringify(value)}\n`);
    },
    progress: (text) => streams.error(`${text}\n`),
    ask: async (flag, question, suggestion) => {
      if (!streams.isInteractive || json)
        throw new CliError(`--${flag} is needed: ${question}`, `give --${flag}`, exitCodes.usage);
      const { isCancel, text } = await import("@clack/prompts");
      const answer = await text({
        message: question,
        ...(suggestion === undefined ? {} : { placeholder: suggestion, defaultValue: suggestion }),
      });
      if (isCancel(answer)) throw new CliError("stopped", "start again when you like", exitCodes.usage);
      return answer;
    },
  };
}
