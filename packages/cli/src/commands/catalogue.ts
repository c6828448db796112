import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type IndexEntry,
  indexEntryOf,
  isListedAs,
  listingPagePath,
  readIndex,
  renderCatalogue,
  renderListingPage,
  signPayload,
  trustSchema,
  type VerifiedPackage,
  verifyPackage,
} from "@plugboard/marketplace";
import { readFileOf, readTextOf } from "../packages/read-file-of.js";
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
    const trust = await readJsonOf(
      text["trust"] ?? (await talk.ask("trust", "Which trust file?")),
      "the trust file",
      trustSchema,
    );
    const revocations = trust.needsRevocations
      ? {
          revocations: await readTextOf(
            text["revocations"] ?? join(market, "revocations.json"),
            "the revocation list",
            "make it with `plugboard revocations`, or have the trust file say needsRevocations: false",
          ),
        }
      : {};
    const nowMs = Date.now();
    const before = await readTextOf(join(market, "index.json"), "the index").catch(() => undefined);
    const known = before === undefined ? undefined : readIndex(before, { trust, nowMs });
    const old = known !== undefined && "index" in known ? known.index : undefined;
    const listed: { readonly entry: IndexEntry; readonly verified: Omit<VerifiedPackage, "files" | "verified"> }[] = [];
    let refused = 0;
    const paths = await readdir(join(market, "listings"), { recursive: true }).catch(() => {
      throw new CliError(`${market}/listings is not there`, "put entries there with `plugboard publish`");
    });
    for (const path of paths.filter((one) => one.endsWith(".json")).sort()) {
      talk.progress(`verifying ${path} …`);
      const listing = await readTextOf(join(market, "listings", path), "the listing");
      const tarball = await readFileOf(join(market, "tarballs", path.replace(/\.json$/, ".tgz")), "the tarball");
      // What was listed before keeps its day, by which an expired key still counts.
      const earlier = old?.entries.find((entry) => isListedAs(entry, listing));
      const listedAtMs = earlier === undefined ? nowMs : Date.parse(earlier.listedAt);
      const result = await verifyPackage(tarball, { listing, trust, ...revocations, listedAtMs, nowMs });
      if (result.verified) {
        // Without its files: a market has thousands.
        const verified = { listing: result.listing, keyId: result.keyId, tiers: result.tiers };
        listed.push({ entry: indexEntryOf(result, listing, listedAtMs), verified });
      } else {
        refused += 1;
        for (const { code, subject, remedy } of result.refusals)
          talk.line(`left out ${path}: ${code} (${subject}). To do: ${remedy}.`);
      }
    }
    const entries = listed.map(({ entry }) => entry);
    const days = readCount("days", text["days"] ?? "7", 1, 365);
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
    await writeFile(join(market, "index.json"), signed);
    const { shippedZoneTable } = await import("@plugboard/core");
    const zones = { "the EEA": shippedZoneTable.eea.countries };
    await writeFile(join(market, "index.html"), renderCatalogue(index, { hasListingPages: true, zones }));
    for (const { entry, verified } of listed) {
      const page = renderListingPage(verified, { entry, marketplace: index.marketplace, versions: entries });
      await writeFile(join(market, listingPagePath(entry)), page);
    }
    talk.json({
      entries: entries.length,
      refused,
      sequence: index.sequence,
      index: join(market, "index.json"),
      page: join(market, "index.html"),
    });
    talk.line(`${entries.length} entries, ${refused} left out, sequence ${index.sequence}`);
    return refused > 0 ? exitCodes.notRight : exitCodes.done;
  },
};
