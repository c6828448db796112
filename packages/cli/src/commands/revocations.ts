import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describeIssues } from "@plugboard/core/spec";
import {
  isVersionRange,
  readRevocations,
  type RevocationList,
  revocationListSchema,
  signPayload,
  trustSchema,
} from "@plugboard/marketplace";
import { readOwnDocument } from "../market/read-own-document.js";
import { readTextOf } from "../packages/read-file-of.js";
import { readJsonOf } from "../packages/read-json-of.js";
import { readKeyOf } from "../packages/read-key-of.js";
import { CliError } from "../shell/cli-error.js";
import type { Command, CommandInput, Talk } from "../shell/command.js";
import { exitCodes } from "../shell/exit-codes.js";
import { readCount } from "../shell/read-count.js";

const DAY_MS = 86_400_000;

export const revocationsCommand: Command = {
  name: "revocations",
  operands: "",
  summary: "makes, adds to, renews and checks the signed list of keys and versions that must not run any more",
  flags: {
    market: { meaning: "folder of the market; ./market when left out" },
    file: { meaning: "the list; <market>/revocations.json when left out" },
    trust: { meaning: "whose list counts (JSON), with the market's own key as marketplaceKeys" },
    key: { meaning: "the market's private key" },
    package: { multiple: true, meaning: "a package to revoke, NAME for all versions or NAME@RANGE" },
    "publisher-key": { multiple: true, meaning: "id of a key to revoke, as `key` and `verify` print it" },
    reason: { meaning: "why, for those whose packages stop: needed with --package and --publisher-key" },
    days: { meaning: "how long the list counts; 7 when left out: hosts refuse everything under an expired one" },
    check: { boolean: true, meaning: "reads and checks only; nothing is written" },
  },
  async run(input) {
    const { text, on, talk } = input;
    const file = text["file"] ?? join(text["market"] ?? "market", "revocations.json");
    const trust = await readJsonOf(
      text["trust"] ?? (await talk.ask("trust", "Which trust file?")),
      "the trust file",
      trustSchema,
    );
    const nowMs = Date.now();
    const check = (written: string) => readRevocations(written, { ...trust, needsRevocations: true }, { nowMs });
    if (on["check"] === true) {
      const { list, refusal } = check(await readTextOf(file, "the revocation list"));
      if (refusal !== undefined) {
        talk.json({ valid: false, refusal });
        talk.line(`refused: ${refusal.code} (${refusal.subject})\n  ${refusal.meaning}.\n  To do: ${refusal.remedy}.`);
        return exitCodes.notRight;
      }
      if (list !== undefined) show(talk, file, list);
      return exitCodes.done;
    }
    const added = revoked(input, nowMs);
    const key = await readKeyOf(text["key"] ?? (await talk.ask("key", "Which private key?", "market.pem")));
    const old = await readOwnDocument(file, "revocations", revocationListSchema, trust, nowMs);
    const list = revocationListSchema.safeParse({
      formatVersion: 1,
      sequence: (old?.sequence ?? 0) + 1,
      issuedAt: new Date(nowMs).toISOString(),
      expiresAt: new Date(nowMs + readCount("days", text["days"] ?? "7", 1, 365) * DAY_MS).toISOString(),
      keys: [...(old?.keys ?? []), ...added.keys],
      packages: [...(old?.packages ?? []), ...added.packages],
    });
    if (!list.success)
      throw new CliError(describeIssues(list.error).join("; "), "correct the flags named", exitCodes.usage);
    const signed = signPayload("revocations", list.data, key);
    // What hosts would refuse is not put in the place of a list they take.
    if (check(signed).list === undefined)
      throw new CliError(
        "the key is none of the trust file's marketplaceKeys, or does not count now",
        "give the market's own key, or add its record to the trust file",
        exitCodes.notRight,
      );
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.new`, signed);
    await rename(`${file}.new`, file);
    show(talk, file, list.data);
    return exitCodes.done;
  },
};

function revoked({ lists, text }: CommandInput, nowMs: number): Pick<RevocationList, "keys" | "packages"> {
  const revokedAt = new Date(nowMs).toISOString();
  const [packages = [], keys = []] = [lists["package"], lists["publisher-key"]];
  const { reason } = text;
  if (packages.length + keys.length > 0 && reason === undefined)
    throw new CliError("--reason is needed: why are they revoked?", "give --reason", exitCodes.usage);
  return {
    keys: keys.map((keyId) => ({ keyId, revokedAt, reason: reason ?? "" })),
    packages: packages.map((spelled) => {
      const at = spelled.indexOf("@", 1);
      const [name, versions] = at < 0 ? [spelled, "*"] : [spelled.slice(0, at), spelled.slice(at + 1)];
      // Hosts take a range that they cannot read for all versions: a slip would stop everybody's.
      if (versions === "" || !isVersionRange(versions))
        throw new CliError(
          `${JSON.stringify(versions)} is no range of versions`,
          "give --package as NAME@RANGE, such as acme-mail@<1.2.0, or NAME alone for all versions",
          exitCodes.usage,
        );
      return { name, versions, revokedAt, reason: reason ?? "" };
    }),
  };
}

function show(talk: Talk, file: string, { sequence, expiresAt, keys, packages }: RevocationList): void {
  talk.json({ valid: true, file, sequence, expiresAt, keys, packages });
  talk.line(`${file}: sequence ${sequence}, good until ${expiresAt}`);
  for (const { keyId, reason } of keys) talk.line(`  key ${keyId}: ${reason}`);
  for (const { name, versions, reason } of packages) talk.line(`  ${name}@${versions}: ${reason}`);
}
