import { appendFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { scrubDelivery } from "../webhooks/scrub-delivery.js";
import { CliError } from "../shell/cli-error.js";
import type { Command } from "../shell/command.js";
import { exitCodes } from "../shell/exit-codes.js";

const MAX_BODY_BYTES = 10_485_760;

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
      meaning: "name of a member whose texts are kept; type, event, status, kind and the like are",
    },
  },
  async run({ text, lists, talk }) {
    const out = text["out"] ?? (await talk.ask("out", "Which file?", "webhooks.jsonl"));
    const count = Number(text["count"] ?? "Infinity");
    const port = Number(text["port"] ?? "0");
    if (Number.isNaN(count) || !Number.isInteger(port))
      throw new CliError("--count or --port is no number", "give numbers", exitCodes.usage);
    let taken = 0;
    await new Promise<void>((resolve, reject) => {
      const server = createServer((request, response) => {
        const chunks: Buffer[] = [];
        let sizeBytes = 0;
        request.on("data", (chunk: Buffer) => {
          sizeBytes += chunk.byteLength;
          if (sizeBytes > MAX_BODY_BYTES) request.destroy();
          else chunks.push(chunk);
        });
        request.once("end", () => {
          const contentType = request.headers["content-type"] ?? "";
          const headers = Object.keys(request.headers).filter(
            (name) => !["host", "connection", "content-length"].includes(name),
          );
          const delivery = scrubDelivery(
            { contentType, body: Buffer.concat(chunks).toString("utf8") },
            lists["keep"] ?? [],
          );
          appendFile(out, `${JSON.stringify({ ...delivery, headers })}\n`).then(() => {
            taken += 1;
            response.writeHead(200).end();
            talk.progress(`${taken} written to ${out}`);
            if (taken >= count) server.close(() => resolve());
          }, reject);
        });
      });
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () =>
        talk.progress(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`),
      );
      process.once("SIGINT", () => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    });
    talk.json({ recorded: taken, out });
    talk.line(`${taken} deliveries in ${out}`);
    return exitCodes.done;
  },
};
