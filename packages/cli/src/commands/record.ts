import { appendFile } from "node:fs/promises";
import { z } from "zod";
import { readJsonOf } from "../packages/read-json-of.js";
import { CliError } from "../shell/cli-error.js";
import type { Command } from "../shell/command.js";
import { exitCodes } from "../shell/exit-codes.js";
import { readCount } from "../shell/read-count.js";
import { ownValues } from "../webhooks/own-values.js";
import { Recorder } from "../webhooks/recorder.js";

export const recordCommand: Command = {
  name: "record",
  operands: "",
  summary: "takes webhooks on this machine and writes them down without personal data, for fixtures and replay",
  flags: {
    out: { meaning: "file that grows by one line of JSON a delivery" },
    port: { meaning: "of 127.0.0.1; any free one when left out" },
    count: { meaning: "stops after so many; goes on until it is interrupted when left out" },
    keep: {
      multiple: true,
      meaning: "name of a member whose texts are kept; words of type, event, status, kind and the like are",
    },
    settings: { meaning: "the channel's settings (JSON): ids and numbers in them are its own, and stay" },
    challenge: { meaning: "query field that is sent back to a GET, such as hub.challenge" },
  },
  async run({ text, lists, talk }) {
    const count = text["count"] === undefined ? Infinity : readCount("count", text["count"], 1, 1_000_000);
    const port = readCount("port", text["port"] ?? "0", 0, 65_535);
    const out = text["out"] ?? (await talk.ask("out", "Which file?", "webhooks.jsonl"));
    let taken = 0;
    let end = (): void => undefined;
    let fail = (_error: unknown): void => undefined;
    const ended = new Promise<void>((resolve, reject) => {
      end = resolve;
      fail = reject;
    });
    const onTaken = (): void => {
      taken += 1;
      talk.progress(`${taken} written to ${out}`);
      if (taken >= count) end();
    };
    const from = text["settings"];
    const settings: unknown = from === undefined ? {} : await readJsonOf(from, "the settings", z.unknown());
    const options = {
      out,
      port,
      keep: lists["keep"] ?? [],
      own: ownValues(settings),
      challenge: text["challenge"],
      taken: onTaken,
    };
    const unwritable = (error: unknown) =>
      new CliError(`${out} cannot be written (${codeOf(error)})`, "name a file in a folder that is there");
    // Found out before a provider posts: it may not post again.
    await appendFile(out, "", { mode: 0o600 }).catch((error: unknown) => {
      throw unwritable(error);
    });
    const recorder = await Recorder.start(options, fail).catch((error: unknown) => {
      throw new CliError(`port ${port} cannot be opened (${codeOf(error)})`, "give another --port, or leave it out");
    });
    process.once("SIGINT", end);
    process.once("SIGTERM", end);
    talk.progress(`${recorder.address} takes webhooks; ctrl-c ends`);
    talk.json({ listening: recorder.address });
    try {
      await ended;
    } catch (error) {
      throw unwritable(error);
    } finally {
      process.off("SIGINT", end);
      process.off("SIGTERM", end);
      await recorder.close();
    }
    talk.json({ recorded: taken, out });
    talk.line(`${taken} deliveries in ${out}`);
    return exitCodes.done;
  },
};

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "failed");
