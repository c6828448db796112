import { existsSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type IndexEntry,
  listingPagePath,
  marketIndexSchema,
  readIndex,
  readTrust,
  renderCatalogue,
  renderListingPage,
  signPayload,
  trustSchema,
} from "@plugboard/marketplace";
import { readOwnDocument } from "../market/read-own-document.js";
import { verifyListings } from "../market/verify-listings.js";
import { readTextOf } from "../packages/read-file-of.js";
import { readJsonOf } from "../packages/read-json-of.js";
import { readKeyOf } from "../packages/read-key-of.js";
import { CliError } from "../shell/cli-error.js";
import type { Command } from "../shell/command.js";
import { exitCodes } from "../shell/exit-codes.js";
import { readCount } from "../shell/read-count.js";

const DAY_MS = 86_400_000;

export const catalogueCommand: Command = {
  name: "catalogue",
  operands: "",
  summary: "verifies every entry of a market's folder, and writes its signed index and the pages to browse it",
  flags: {
    market: { meaning: "folder with listings/ and tarballs/; ./market when left out" },
    key: { meaning: "the market's private key" },
    trust: { meaning: "the publishers the market takes (JSON), with its own key as marketplaceKeys" },
    revocations: { meaning: "the signed revocation list; <market>/revocations.json when left out" },
    name: { meaning: "what the market is called" },
    days: { meaning: "how long the index counts; 7 when left out" },
  },
  async run({ text, talk }) {
    const market = text["market"] ?? "market";
    const key = await readKeyOf(text["key"] ?? (await talk.ask("key", "Which private key?", "market.pem")));
    const trustPath = text["trust"] ?? (await talk.ask("trust", "Which trust file?"));
    const trust = readTrust(await readJsonOf(trustPath, "the trust file", trustSchema));
    const listPath = text["revocations"] ?? join(market, "revocations.json");
    // A market that needs no list obeys the one it has.
    const revocations =
      trust.needsRevocations || text["revocations"] !== undefined || existsSync(listPath)
        ? {
            revocations: await readTextOf(
              listPath,
              "the revocation list",
              "make it with `plugboard revocations`, or have the trust file say needsRevocations: false",
            ),
          }
        : {};
    const nowMs = Date.now();
    const days = readCount("days", text["days"] ?? "7", 1, 365);
    const indexPath = join(market, "index.json");
    const old = await readOwnDocument(indexPath, "index", marketIndexSchema, trust, nowMs);
    const { listed, leftOut } = await verifyListings(
      market,
      { trust, ...revocations, nowMs },
      old?.entries ?? [],
      (path, number, count) => talk.progress(`${number}/${count} verifying ${path} …`),
    );
    for (const { path, refusals } of leftOut) {
      talk.json({ leftOut: path, refusals });
      for (const { code, subject, remedy } of refusals)
        talk.line(`left out ${path}: ${code} (${subject}). To do: ${remedy}.`);
    }
    const entries = listed.map(({ entry }) => entry);
    const index = {
      formatVersion: 1 as const,
      marketplace: text["name"] ?? "Plugboard connectors",
      sequence: (old?.sequence ?? 0) + 1,
      issuedAt: new Date(nowMs).toISOString(),
      expiresAt: new Date(nowMs + days * DAY_MS).toISOString(),
      entries,
    };
    const signed = signPayload("index", index, key);
    if (!("index" in readIndex(signed, { trust, nowMs })))
      throw new CliError(
        "the key is none of the trust file's marketplaceKeys, or does not count now",
        "give the market's own key, or add its record to the trust file",
        exitCodes.notRight,
      );
    await writeFile(`${indexPath}.new`, signed);
    await rename(`${indexPath}.new`, indexPath);
    talk.progress(`writing the pages of ${entries.length} entries …`);
    const { shippedZoneTable } = await import("@plugboard/core");
    const zones = { "the EEA": shippedZoneTable.eea.countries };
    await writeFile(join(market, "index.html"), renderCatalogue(index, { hasListingPages: true, zones }));
    const versionsOf = new Map<string, IndexEntry[]>();
    for (const entry of entries) versionsOf.set(entry.name, [...(versionsOf.get(entry.name) ?? []), entry]);
    for (const { entry, verified } of listed) {
      const versions = versionsOf.get(entry.name) ?? [];
      const page = renderListingPage(verified, { entry, marketplace: index.marketplace, versions });
      await writeFile(join(market, listingPagePath(entry)), page);
    }
    // The page of what was listed before would go on showing it as verified.
    for (const { path } of leftOut) await rm(join(market, "listings", pageOf(path)), { force: true });
    const refused = leftOut.length;
    const page = join(market, "index.html");
    talk.json({ entries: entries.length, refused, sequence: index.sequence, index: indexPath, page });
    talk.line(`${entries.length} entries, ${refused} left out, sequence ${index.sequence}`);
    talk.line(`${indexPath}\n${page}`);
    return refused > 0 ? exitCodes.notRight : exitCodes.done;
  },
};

const pageOf = (path: string): string => path.replace(/\.json$/, ".html");
