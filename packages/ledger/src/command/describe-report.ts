import type { Finding, LedgerReport } from "../verify/finding.js";

const KINDS = { database: "database", ledger: "export", evidence: "evidence bundle" } as const;

/** A report for people. */
export function describeReport(file: string, report: LedgerReport): string {
  const { kind, verified, batches, transfers, acts, erased, unsealed, checkpoint, evidence, findings, more } = report;
  const lines = [
    `${verified ? "verified" : "NOT verified"}  ${file} (${KINDS[kind]})`,
    `  ${transfers} transfers and ${acts} acts in ${batches} batches`,
  ];
  if (erased > 0)
    lines.push(`  ${erased} entries without the person they were about: erased, and still as they were sealed`);
  if (unsealed > 0) lines.push(`  ${unsealed} entries are from before sealing began: nobody can vouch for them`);
  if (evidence !== undefined)
    lines.push(
      `  ${
        Object.entries(evidence)
          .map(([name, count]) => `${count} ${name}${count === 1 ? "" : "s"}`)
          .join(", ") || "no records"
      }`,
    );
  lines.push(`  ${checkpointText(checkpoint)}`);
  for (const finding of findings) lines.push(`  ${findingText(finding)}`);
  if (more > 0) lines.push(`  and ${more} more`);
  return `${lines.join("\n")}\n`;
}

function checkpointText(checkpoint: LedgerReport["checkpoint"]): string {
  if (checkpoint === undefined) return "no checkpoint was given: if the end was taken away, this does not show it";
  const { batches, key, isKeyKnown } = checkpoint;
  const signed =
    key === undefined
      ? "not signed"
      : isKeyKnown
        ? `signed by the given key ${key}`
        : `signed by key ${key}, which was not compared with any (--key)`;
  return `checkpoint of ${batches} batches, ${signed}`;
}

function findingText({ code, what, batch, log, sequence, line }: Finding): string {
  const where = [
    ...(line === undefined ? [] : [`line ${line}`]),
    ...(batch === undefined ? [] : [`batch ${batch}`]),
    ...(log === undefined || sequence === undefined ? [] : [`${log} ${sequence}`]),
  ].join(", ");
  return `${code}${where === "" ? "" : ` at ${where}`}: ${what}`;
}
