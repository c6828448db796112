import type { ListedProvider } from "../listing/listing.js";
import { tierNames, tierRules } from "../listing/tier-rules.js";
import type { VerifiedTier } from "../verify/verify-package.js";
import { escapeHtml } from "./escape-html.js";
import { levelBadge, levelMeanings } from "./level-badge.js";

type Checks = NonNullable<ListedProvider["evidence"]>["checks"];

/** What the conformance kit found, rule by rule, and the level that follows from it. */
export function evidenceSection({ evidence }: ListedProvider, verified: VerifiedTier | undefined): string {
  const tier = verified?.tier ?? "none";
  const reasons = (verified?.reasons ?? []).map((reason) => `<li>${escapeHtml(reason)}</li>`);
  const level = `<p>${levelBadge(tier)} ${levelMeanings[tier]}.</p>${reasons.length === 0 ? "" : `<p>Not higher, because:</p><ul>${reasons.join("")}</ul>`}`;
  if (evidence === undefined) return `<section class="wide"><h2>Evidence</h2>${level}</section>`;
  const { checks, departures, ranAt, testkitVersion } = evidence;
  const others = departures.map(({ fault, reason }) => `<li>${escapeHtml(fault)}: ${escapeHtml(reason)}</li>`);
  return `<section class="wide"><h2>Evidence</h2>${level}
<p>Conformance kit ${escapeHtml(testkitVersion)} on ${escapeHtml(ranAt.slice(0, 10))}, examined by the ${verified?.examinedBy ?? "publisher"}: ${checks.length} checks.</p>
<div class="rules">${tierNames
    .slice(1)
    .map((of) => `<div><h3>Rules of ${of}</h3>${rulesOf(checks, of)}</div>`)
    .join("")}</div>
${others.length === 0 ? "" : `<h3>Departures, with the reason the provider's documents give</h3><ul>${others.join("")}</ul>`}</section>`;
}

function rulesOf(checks: Checks, tier: string): string {
  const counts = new Map<string, { passed: number; all: number }>();
  for (const { rule, result } of checks) {
    if (tierRules[rule]?.tier !== tier) continue;
    const { passed, all } = counts.get(rule) ?? { passed: 0, all: 0 };
    counts.set(rule, { passed: passed + (result === "passed" ? 1 : 0), all: all + 1 });
  }
  const rows = [...counts].map(
    ([rule, { passed, all }]) =>
      `<li>${escapeHtml(rule.replaceAll("-", " "))}: ${passed === all ? `all ${all}` : `<strong>${passed} of ${all}</strong>`} passed</li>`,
  );
  return rows.length === 0 ? "<p>No check of these.</p>" : `<ul>${rows.join("")}</ul>`;
}
