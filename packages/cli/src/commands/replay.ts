import { join, resolve } from "node:path";
import { parseUrl } from "@plugboard/core/spec";
import { z } from "zod";
import { type Fixtures, fixturesOf, loadFixtures } from "../packages/load-fixtures.js";
import { readTextOf } from "../packages/read-file-of.js";
import { readJsonOf } from "../packages/read-json-of.js";
import { CliError } from "../shell/cli-error.js";
import type { Command } from "../shell/command.js";
import { exitCodes } from "../shell/exit-codes.js";

const deliverySchema = z.object({ contentType: z.string(), body: z.string(), query: z.string().exactOptional() });
/** What a provider's fixtures make of a delivery. */
const signedSchema = z.object({
  headers: z.record(z.string(), z.string()),
  url: z.string().exactOptional(),
  body: z.union([z.string(), z.instanceof(Uint8Array)]).exactOptional(),
});
const TIMEOUT_MS = 30_000;
type Sign = (delivery: z.output<typeof deliverySchema>, url: string, number: number) => Promise<Signed>;
type Signed = z.output<typeof signedSchema>;

export const replayCommand: Command = {
  name: "replay",
  operands: "<FILE>",
  summary: "posts recorded webhooks to a host under test, in their order, signed anew when asked to",
  flags: {
    to: { meaning: "address of the webhook" },
    sign: {
      meaning: "folder of the provider's package, whose fixtures sign as the provider does; unsigned when left out",
    },
    provider: { meaning: "id of the provider, where the package has several" },
    credentials: { meaning: "whose secret signs (JSON); the fixtures' own test credentials when left out" },
    header: { multiple: true, meaning: "a header of every post, name:value; values are not recorded" },
  },
  async run({ positionals: [path], text, lists, talk }) {
    if (path === undefined) throw new CliError("nothing to replay", "name a file that `record` wrote", exitCodes.usage);
    const to = text["to"] ?? (await talk.ask("to", "To which address?"));
    checkAddress(to);
    const own = headersOf(lists["header"] ?? []);
    const deliveries = (await readTextOf(path, "the recording"))
      .split("\n")
      .filter((line) => line !== "")
      .map((line, index) => read(path, index, line));
    const sign = await signer(text);
    if (sign === undefined)
      talk.progress("posts are not signed: a host that checks signatures answers 401; give --sign to sign them");
    let refused = 0;
    for (const [index, delivery] of deliveries.entries()) {
      const url = delivery.query === undefined ? to : `${to}${to.includes("?") ? "&" : "?"}${delivery.query}`;
      const signed = (await sign?.(delivery, url, index + 1)) ?? { headers: {} };
      const answer = await fetch(signed.url ?? url, {
        method: "POST",
        headers: { "content-type": delivery.contentType, ...signed.headers, ...own },
        body: bodyOf(signed.body ?? delivery.body),
        redirect: "manual",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }).catch((error: unknown) => {
        const why = reasonOf(error);
        throw new CliError(
          `${new URL(to).host} cannot be reached (${why})`,
          "start the host under test, and check --to",
        );
      });
      await answer.body?.cancel();
      if (!answer.ok) refused += 1;
      talk.json({ delivery: index + 1, status: answer.status, signed: sign !== undefined });
      talk.line(`${index + 1}/${deliveries.length}: ${answer.status}`);
    }
    return refused > 0 ? exitCodes.notRight : exitCodes.done;
  },
};

function checkAddress(to: string): void {
  const address = parseUrl(to);
  if (address === undefined || !["http:", "https:"].includes(address.protocol))
    throw new CliError("--to is no address of the web", "give the whole address, https://…", exitCodes.usage);
  if (address.username !== "" || address.password !== "")
    throw new CliError("--to holds a login", "give it as --header authorization:…", exitCodes.usage);
}

/** @param given - as `name:value`, each. */
function headersOf(given: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.map((header) => {
      const [name = "", ...rest] = header.split(":");
      const [trimmed, value] = [name.trim(), rest.join(":").trim()];
      try {
        new Headers([[trimmed, value]]);
        if (rest.length > 0) return [trimmed, value] as const;
      } catch {
        // Said below, without its value.
      }
      const problem = `--header ${JSON.stringify(trimmed)} is no header`;
      throw new CliError(problem, "give it as name:value, as it is written in HTTP", exitCodes.usage);
    }),
  );
}

/** Why a request could not be made: a code of the system, or what `fetch` says of it. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return "failed";
  return "code" in cause && typeof cause.code === "string" ? cause.code : cause.message;
}

/** By the fixtures of a package, which know how its provider signs. */
async function signer(text: Readonly<Record<string, string | undefined>>): Promise<Sign | undefined> {
  if (text["sign"] === undefined) return undefined;
  const folder = resolve(text["sign"]);
  const { name } = await readJsonOf(join(folder, "package.json"), "the package", z.object({ name: z.string() }));
  const [fixtures, another] = fixturesOf(await loadFixtures(folder, name), text["provider"]);
  if (fixtures === undefined || another !== undefined)
    throw new CliError("the package has several providers", "name one with --provider", exitCodes.usage);
  const { webhooks }: Fixtures = fixtures;
  if (webhooks === undefined)
    throw new CliError(`${fixtures.provider.manifest.id} takes no webhooks`, "replay without --sign, or name another");
  const credentials =
    text["credentials"] === undefined
      ? fixtures.credentials
      : await readJsonOf(text["credentials"], "the credentials", z.unknown());
  return async (delivery, url, number) => {
    const about = { ...delivery, url, deliveryId: `replay-${number}`, signedAtMs: Date.now(), credentials };
    return signedSchema.parse(await webhooks.sign(about));
  };
}

const bodyOf = (body: string | Uint8Array): string | Uint8Array<ArrayBuffer> =>
  typeof body === "string" ? body : new Uint8Array(body);

function read(path: string, index: number, line: string): z.output<typeof deliverySchema> {
  try {
    return deliverySchema.parse(JSON.parse(line));
  } catch {
    throw new CliError(`line ${index + 1} of ${path} is no delivery`, "use a file that `record` wrote");
  }
}
