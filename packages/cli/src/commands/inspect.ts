import { countriesOf, permissionsOf } from "@plugboard/marketplace";
import { readSubject } from "../packages/read-subject.js";
import { CliError } from "../shell/cli-error.js";
import type { Command } from "../shell/command.js";
import { exitCodes } from "../shell/exit-codes.js";

const regions = new Intl.DisplayNames(["en"], { type: "region" });

export const inspectCommand: Command = {
  name: "inspect",
  operands: "<FOLDER | TARBALL | LISTING>",
  summary: "shows who a connector is from, where data goes and what it may do, without running it",
  flags: {},
  async run({ positionals: [path], talk }) {
    if (path === undefined)
      throw new CliError("nothing to inspect", "name a folder, a tarball or a listing", exitCodes.usage);
    const { name, version, providers } = await readSubject(path);
    for (const { entry, manifest, subProcessors = manifest.subProcessors ?? [] } of providers) {
      const { countries, chosenByAccount } = countriesOf(manifest);
      const permissions = permissionsOf(manifest);
      const { seller, documents } = manifest;
      talk.json({
        package: name,
        version,
        entry,
        provider: manifest.id,
        seller,
        documents,
        countries,
        chosenByAccount,
        subProcessors,
        permissions,
        manifest,
      });
      const where = [
        ...countries.map((code) => `${regions.of(code) ?? code} (${code})`),
        ...(chosenByAccount ? ["where the account's settings say"] : []),
      ];
      talk.line(`${manifest.name} (${manifest.id} ${manifest.version}) in ${name}@${version}, entry ${entry}`);
      const ofCountry = seller.country === undefined ? "" : `, ${regions.of(seller.country) ?? seller.country}`;
      talk.line(`  from      ${seller.legalName}${ofCountry}; help: ${seller.support}`);
      talk.line(`  channels  ${manifest.channelKinds.join(", ")}; ${manifest.accountModes.join(" or ")} account`);
      talk.line(`  data goes to ${where.join(", ")}`);
      for (const { kind, version: of, url } of documents) talk.line(`  ${kind}: ${of}, ${url}`);
      for (const { name: who, country, purpose } of subProcessors)
        talk.line(`  passes data on to ${who} (${country}): ${purpose}`);
      for (const { words } of permissions) talk.line(`  may: ${words}`);
      talk.line("");
    }
    return exitCodes.done;
  },
};
