import { join } from "node:path";
import { slugSchema } from "@plugboard/core/spec";
import {
  ArchiveProblem,
  createListing,
  evidenceSchema,
  ListingProblem,
  provenanceSchema,
  signPayload,
} from "@plugboard/marketplace";
import { putVersion } from "../market/put-version.js";
import { readFileOf } from "../packages/read-file-of.js";
import { readJsonOf } from "../packages/read-json-of.js";
import { readKeyOf } from "../packages/read-key-of.js";
import { CliError } from "../shell/cli-error.js";
import type { Command } from "../shell/command.js";
import { exitCodes } from "../shell/exit-codes.js";

export const publishCommand: Command = {
  name: "publish",
  operands: "<TARBALL>",
  summary: "makes and signs the marketplace entry of a tarball, and puts both into a market's folder",
  flags: {
    key: { meaning: "your private key, as `key` made it" },
    publisher: { meaning: "your id, as it stands in the trust files of others" },
    "publisher-name": { meaning: "your name; the id when left out" },
    evidence: { multiple: true, meaning: "a file that `conform --evidence` wrote for this tarball" },
    provenance: { meaning: "a file with npm's provenance: predicateType, sourceRepository, commit, bundleSha256" },
    market: { meaning: "folder of the market; ./market when left out" },
  },
  async run({ positionals: [path], text, lists, talk }) {
    if (path === undefined)
      throw new CliError("nothing to publish", "name a tarball that `pack` made", exitCodes.usage);
    const keyPath = text["key"] ?? (await talk.ask("key", "Which private key?", "publisher.pem"));
    const id = text["publisher"] ?? (await talk.ask("publisher", "What is your publisher id?"));
    if (!slugSchema.safeParse(id).success)
      throw new CliError(`the publisher ${JSON.stringify(id)} is no id`, "give one such as acme-labs", exitCodes.usage);
    const tarball = await readFileOf(path, "the tarball");
    const key = await readKeyOf(keyPath);
    const evidence = [];
    for (const file of lists["evidence"] ?? []) evidence.push(await readJsonOf(file, "the evidence", evidenceSchema));
    const from = text["provenance"];
    const provenance =
      from === undefined ? {} : { provenance: await readJsonOf(from, "the provenance", provenanceSchema) };
    const publisher = { id, name: text["publisher-name"] ?? id };
    try {
      const listing = await createListing(tarball, { publisher, evidence, ...provenance, nowMs: Date.now() });
      const { name, version, integrity } = listing.package;
      const market = text["market"] ?? "market";
      const files = {
        listing: join(market, `listings/${name}/${version}.json`),
        tarball: join(market, `tarballs/${name}/${version}.tgz`),
      };
      await putVersion(files, signPayload("listing", listing, key), tarball);
      talk.json({ package: name, version, integrity, ...files, evidence: evidence.map(({ provider }) => provider) });
      talk.line(`${files.listing}\n${files.tarball}`);
      talk.line(`next: plugboard catalogue --market ${market} --key KEY_OF_THE_MARKET --trust TRUST_FILE`);
      return exitCodes.done;
    } catch (error) {
      if (error instanceof ListingProblem || error instanceof ArchiveProblem)
        throw new CliError(`${path}: ${error.message}`, "correct it and pack again", exitCodes.notRight);
      throw error;
    }
  },
};
