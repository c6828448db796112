import { readdirSync } from "node:fs";
import { join } from "node:path";
import { errorCatalog, gateNames, refusalCatalog } from "@plugboard/core";
import type { ProviderManifest } from "@plugboard/core/spec";
import { refusalCatalog as packageRefusals } from "@plugboard/marketplace";
import type { DocumentedProvider } from "./documented-provider.js";
import { errorClasses } from "./error-classes.js";
import { cell, code, table } from "./markdown.js";
import { outcomeCodes, ownCodes, type OutcomeCode, type OwnCode } from "./outcome-codes.js";
import { outcomeMeanings } from "./outcome-meanings.js";
import { GENERATED_NOTE, type ReferencePage } from "./reference-page.js";
import { repositoryRoot } from "./repository-root.js";
import { ruleLink } from "./rule-link.js";
import type { SourceFiles } from "./source-files.js";

/** Folders of core whose outcomes a host sees. */
const CORE_FOLDERS = ["outbound", "calls", "spec/outcome"];

/** Every code, thrown, returned or reported: what it means, whose fault it is, whether trying again helps, what to do. */
export function errorsPage(providers: readonly DocumentedProvider[], files: SourceFiles): ReferencePage {
  const used = new Set<string>();
  const hostCodes = outcomeCodes(files, corePaths());
  const sections = [
    "# Errors, refusals and outcomes",
    GENERATED_NOTE,
    INTRODUCTION,
    "## Errors",
    ERRORS,
    errorTable(files),
    "## Refusals",
    REFUSALS,
    refusalTable(),
    "## Outcomes the host gives",
    OUTCOMES,
    outcomeTable(hostCodes, used),
    TRANSFER_REASONS,
    "## Codes of each provider",
    PROVIDERS,
    ...providers.flatMap(({ provider: { manifest }, entry }) => {
      const paths = files.reachableFrom(entry);
      const own = ownErrors(manifest, ownCodes(files, paths));
      const named = new Set(own.map((one) => one.code));
      const codes = outcomeCodes(files, paths).filter((one) => !named.has(one.code));
      return [
        `### ${manifest.name}`,
        outcomeTable(codes, used),
        ...(own.length === 0 ? [] : ["Errors of its own, found in `code`:", ownTable(own, used)]),
      ];
    }),
    "## Why a package may not run",
    PACKAGES,
    table(
      ["code", "meaning", "what to do"],
      Object.entries(packageRefusals).map(([name, { meaning, remedy }]) => [code(name), cell(meaning), cell(remedy)]),
    ),
  ];
  requireNoneUnused(used);
  return { path: "docs/reference/errors.md", text: `${sections.join("\n\n")}\n` };
}

const INTRODUCTION =
  "A code is for programs and stays what it is; texts are for people and may change. No error, refusal or outcome carries content, an address or a credential. " +
  "_At fault_ is who can do something about it: the provider, the network, the account, the recipient or the host ([R7](../rules.md#r7)); `plugin` is whoever " +
  "wrote the provider, `caller` the program that made the call.";
const ERRORS =
  "Thrown. Recognise them by `ContactCenterError.isInstance(error)` and `error.code`; `error.retryable` says whether the same call may succeed later, unchanged.";
const REFUSALS =
  "Returned, not thrown: `send` and its like answer `{ accepted: false, refusal }`. Gates are asked in this order: " +
  `${gateNames.join(", ")}. A refusal may end when its cause does; nothing was sent.`;
const OUTCOMES =
  "What became of a transfer: `received`, `refused` (for good), `try-again` (the host does, until the message expires) or `unknown` (the bytes may have arrived: " +
  "never sent again blindly). Found in the event `transfer-closed`, in `messages.status` and in the ledger.";
const TRANSFER_REASONS =
  'A call that failed on the way is named after its reason: `TRANSFER_FAILED` with `reason: "connect-timeout"` becomes the outcome `CONNECT_TIMEOUT`. A call that ' +
  "the egress guard refused becomes `EGRESS_` and the guard's reason: `EGRESS_ENDPOINT_UNDECLARED`.";
const PROVIDERS =
  "What a provider says beside the outcomes above: codes of messages and calls, of `probe`, and of what it reports. The provider's own number or word stands in `providerCode`. " +
  "Where a column is empty, it depends on the provider's answer.";
const PACKAGES = "`PLUGIN_REFUSED` and `plugboard verify` name these in `refusals`. Nothing of such a package was run.";

function errorTable(files: SourceFiles): string {
  const classes = errorClasses(files);
  const rows = Object.entries(errorCatalog).map(([name, { rule, party, meaning, remedy, ...entry }]) => {
    const className = classes.get(name);
    if (className === undefined) throw new Error(`no error class has the code ${name}`);
    return [
      code(name),
      cell(meaning),
      party === "said" ? "`details.party`" : party,
      "retryable" in entry ? "yes" : "no",
      cell(remedy),
      ruleLink(rule),
      code(className),
    ];
  });
  return table(["code", "meaning", "at fault", "retryable", "what to do", "rule", "class"], rows);
}

function refusalTable(): string {
  return table(
    ["code", "meaning", "at fault", "what to do", "gate", "rule"],
    Object.entries(refusalCatalog).map(([name, { gate, rule, party, reason, remedy }]) => [
      code(name),
      cell(reason),
      party,
      cell(remedy),
      gate,
      ruleLink(rule),
    ]),
  );
}

function outcomeTable(codes: readonly OutcomeCode[], used: Set<string>): string {
  return table(
    ["code", "meaning", "at fault", "outcome", "what to do"],
    codes.map(({ code: name, parties, outcomes }) => {
      const said = outcomeMeanings[name];
      if (said === undefined) throw new Error(`${name} has no meaning: say it in scripts/docs/outcome-meanings.ts`);
      used.add(name);
      return [code(name), cell(said.meaning), parties.join(", "), outcomes.join(", "), cell(said.remedy)];
    }),
  );
}

interface OwnError {
  readonly code: string;
  readonly meaning: string;
  readonly isRetryable: boolean;
  readonly remedy: string;
}

/** What the manifest declares, and what classes of the package say beside it. */
function ownErrors({ errors = {} }: ProviderManifest, codes: readonly OwnCode[]): readonly OwnError[] {
  const declared = Object.entries(errors).map(([name, { meaning, remedy, retryable }]) => ({
    code: name,
    meaning,
    isRetryable: retryable,
    remedy,
  }));
  const others = codes
    .filter((one) => !Object.hasOwn(errors, one.code))
    .map((one) => ({ ...one, remedy: outcomeMeanings[one.code]?.remedy ?? "" }));
  return [...declared, ...others];
}

function ownTable(own: readonly OwnError[], used: Set<string>): string {
  return table(
    ["code", "meaning", "retryable", "what to do"],
    own.map(({ code: name, meaning, isRetryable, remedy }) => {
      if (remedy === "") throw new Error(`${name} has no remedy: declare it in the manifest's \`errors\``);
      used.add(name);
      return [code(name), cell(meaning), isRetryable ? "yes" : "no", cell(remedy)];
    }),
  );
}

function requireNoneUnused(used: ReadonlySet<string>): void {
  const unused = Object.keys(outcomeMeanings).filter((name) => !used.has(name));
  if (unused.length > 0) throw new Error(`no source has ${unused.join(", ")}: take it out of outcome-meanings.ts`);
}

function corePaths(): readonly string[] {
  return CORE_FOLDERS.flatMap((folder) =>
    readdirSync(join(repositoryRoot, "packages/core/src", folder))
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => `packages/core/src/${folder}/${name}`),
  );
}
