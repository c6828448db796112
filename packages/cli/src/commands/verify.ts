import { stat } from "node:fs/promises";
import { semverSchema, trustSchema, verifyPackage } from "@plugboard/marketplace";
import { readFileOf, readTextOf } from "../packages/read-file-of.js";
import { readJsonOf } from "../packages/read-json-of.js";
import { CliError } from "../shell/cli-error.js";
import type { Command } from "../shell/command.js";
import { exitCodes } from "../shell/exit-codes.js";
import { readCount } from "../shell/read-count.js";

export const verifyCommand: Command = {
  name: "verify",
  operands: "<TARBALL | FOLDER>",
  summary: "tells, offline and without running it, whether a package may run",
  flags: {
    listing: { meaning: "its signed listing" },
    trust: { meaning: "whom you trust (JSON)" },
    revocations: { meaning: "the signed revocation list" },
    "minimum-sequence": { meaning: "of the revocation list seen last" },
    installed: { meaning: "the version that is installed; an older one is refused" },
    "allow-downgrade": { boolean: true, meaning: "lets an older version in" },
    core: { meaning: "version of @plugboard/core it would run with" },
  },
  async run({ positionals: [path], text, on, talk }) {
    if (path === undefined) throw new CliError("nothing to verify", "name a tarball or a folder", exitCodes.usage);
    const listing = await readTextOf(text["listing"] ?? (await talk.ask("listing", "Which listing?")), "the listing");
    const trust = await readJsonOf(
      text["trust"] ?? (await talk.ask("trust", "Which trust file?")),
      "the trust file",
      trustSchema,
    );
    const facts = await stat(path).catch(() => undefined);
    if (facts === undefined) throw new CliError(`${path} is not there`, "name a tarball or a folder");
    const core = text["core"] === undefined ? undefined : versionOf("core", text["core"]);
    const result = await verifyPackage(facts.isDirectory() ? path : await readFileOf(path, "the tarball"), {
      listing,
      trust,
      ...(text["revocations"] === undefined
        ? {}
        : { revocations: await readTextOf(text["revocations"], "the revocation list") }),
      ...(text["minimum-sequence"] === undefined
        ? {}
        : { minimumSequence: readCount("minimum-sequence", text["minimum-sequence"], 0, Number.MAX_SAFE_INTEGER) }),
      ...(text["installed"] === undefined ? {} : { installedVersion: versionOf("installed", text["installed"]) }),
      allowsDowngrade: on["allow-downgrade"] === true,
      environment: { node: process.versions.node, ...(core === undefined ? {} : { core }) },
      nowMs: Date.now(),
    });
    if (!result.verified) {
      talk.json({ verified: false, refusals: result.refusals });
      for (const { code, subject, meaning, remedy } of result.refusals)
        talk.line(`refused: ${code} (${subject})\n  ${meaning}.\n  To do: ${remedy}.`);
      return exitCodes.notRight;
    }
    const { name, version } = result.listing.package;
    talk.json({
      verified: true,
      package: name,
      version,
      publisher: result.listing.publisher.id,
      keyId: result.keyId,
      tiers: result.tiers,
    });
    talk.line(`verified: ${name}@${version} of ${result.listing.publisher.name}`);
    for (const { provider, tier, examinedBy, reasons } of result.tiers)
      talk.line(
        `  ${provider}: ${tier}, examined by the ${examinedBy}${reasons.length > 0 ? `; not higher: ${reasons.slice(0, 3).join("; ")}` : ""}`,
      );
    return exitCodes.done;
  },
};

function versionOf(flag: string, value: string): string {
  if (semverSchema.safeParse(value).success) return value;
  throw new CliError(`--${flag} is no version`, `give --${flag} as 1.2.3`, exitCodes.usage);
}
