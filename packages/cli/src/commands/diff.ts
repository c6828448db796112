import { countriesOf, permissionsOf } from "@plugboard/marketplace";
import { otherVersionLine, otherVersions } from "../packages/other-versions.js";
import { readSubject, type Subject } from "../packages/read-subject.js";
import { CliError } from "../shell/cli-error.js";
import type { Command } from "../shell/command.js";
import { exitCodes } from "../shell/exit-codes.js";

interface Change {
  readonly provider: string;
  readonly kind: "permission" | "country" | "document" | "seller" | "sub-processor" | "provider";
  readonly change: "added" | "removed";
  readonly what: string;
}

export const diffCommand: Command = {
  name: "diff",
  operands: "<OLD> <NEW>",
  summary: "shows what a new version may do, where it sends data and which terms it has, that the old one did not",
  flags: { "fail-on-wider": { boolean: true, meaning: "exit code 1 when the new version reaches further" } },
  async run({ positionals: [before, after], on, talk }) {
    if (before === undefined || after === undefined)
      throw new CliError("two versions are needed", "name two folders, tarballs or listings", exitCodes.usage);
    const [old, next] = [await readSubject(before), await readSubject(after)];
    const changes = compare(old, next);
    const wider = changes.some(({ change }) => change === "added");
    const others = otherVersions(next.version, next);
    const [from, to] = [`${old.name}@${old.version}`, `${next.name}@${next.version}`];
    talk.json({ from, to, wider, changes, otherVersions: others });
    talk.line(`${from} → ${to}`);
    for (const { provider, kind, change, what } of changes)
      talk.line(`  ${change === "added" ? "+" : "-"} ${provider}: ${kind} ${what}`);
    talk.line(
      changes.length === 0
        ? "  nothing a person would have to accept again"
        : wider
          ? "  it reaches further: terms are asked for again"
          : "  it reaches less far",
    );
    for (const other of others) talk.line(`  ${otherVersionLine(other, next.version)}`);
    return wider && on["fail-on-wider"] === true ? exitCodes.notRight : exitCodes.done;
  },
};

function compare(old: Subject, next: Subject): Change[] {
  const ids = [...new Set([...old.providers, ...next.providers].map(({ manifest }) => manifest.id))];
  return ids.flatMap((provider) => {
    const [was, is] = [reachOf(old, provider), reachOf(next, provider)];
    const minus = (left: Reach, right: Reach, change: Change["change"]): Change[] =>
      left
        .filter((one) => !right.some((other) => other.kind === one.kind && other.what === one.what))
        .map((one) => ({ provider, change, ...one }));
    return [...minus(is, was, "added"), ...minus(was, is, "removed")];
  });
}

type Reach = readonly Pick<Change, "kind" | "what">[];

function reachOf({ providers }: Subject, id: string): Reach {
  const found = providers.find(({ manifest }) => manifest.id === id);
  if (found === undefined) return [];
  const { manifest, subProcessors = manifest.subProcessors ?? [] } = found;
  const { countries, chosenByAccount } = countriesOf(manifest);
  const { legalName, country } = manifest.seller;
  return [
    { kind: "provider", what: id },
    { kind: "seller", what: country === undefined ? legalName : `${legalName} (${country})` },
    ...permissionsOf(manifest).map(({ kind, value }) => ({ kind: "permission" as const, what: `${kind} ${value}` })),
    ...countries.map((what) => ({ kind: "country" as const, what })),
    ...(chosenByAccount ? [{ kind: "country" as const, what: "as the account's settings say" }] : []),
    ...manifest.documents.map(({ kind, version }) => ({ kind: "document" as const, what: `${kind} ${version}` })),
    ...subProcessors.map(({ name, country }) => ({ kind: "sub-processor" as const, what: `${name} (${country})` })),
  ];
}
