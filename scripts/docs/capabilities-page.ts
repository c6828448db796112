import { capabilityNameSchema, contentFeatureSchema, type ProviderManifest } from "@plugboard/core/spec";
import type { DocumentedProvider } from "./documented-provider.js";
import { cell, code, table } from "./markdown.js";
import { GENERATED_NOTE, type ReferencePage } from "./reference-page.js";

/** What every provider can do, side by side. */
export function capabilitiesPage(providers: readonly DocumentedProvider[]): ReferencePage {
  const manifests = providers.map(({ provider }) => provider.manifest);
  const sections = [
    "# Capabilities of every provider",
    GENERATED_NOTE,
    "Read from the manifests. What a provider declares is there and is checked by the conformance kit; what it does not declare is never called.",
    "## Capabilities",
    table(
      ["provider", "kinds of channel", ...capabilityNameSchema.options],
      manifests.map(({ id, channelKinds, capabilities }) => [
        code(id),
        channelKinds.join(", "),
        ...capabilityNameSchema.options.map((name) => (capabilities.includes(name) ? "yes" : "")),
      ]),
    ),
    "## Content",
    "_full_: carried as handed over; _partial_: within stated limits; _fallback_: in another form the channel knows; _dropped_: the channel would lose it, so the host " +
      "refuses it unless the caller accepts that by name; empty: refused ([R8](../rules.md#r8)).",
    ...contentTable(manifests),
    "## Limits",
    limitTable(manifests),
    "## What settles an unknown outcome",
    "_key_: the provider takes a key and answers a repeat with the first result; _lookup_: it can be asked; _callback_: a report settles it; _none_: it stays unknown for the host to see.",
    table(
      ["provider", "by", "documented"],
      manifests
        .filter(({ capabilities }) => capabilities.includes("outboundMessages"))
        .map(({ id, idempotency }) => [
          code(id),
          idempotency.mode === "key" ? `key, for ${duration(idempotency.ttlSeconds)}` : idempotency.mode,
          "documentation" in idempotency && idempotency.documentation !== undefined
            ? `[page](${idempotency.documentation})`
            : "",
        ]),
    ),
    "## Webhooks",
    "_weak_: the signature does not cover the body, or there is none; a second proof stands beside it.",
    webhookTable(manifests),
    "## Calls",
    callTable(manifests),
  ];
  return { path: "docs/reference/capabilities.md", text: `${sections.join("\n\n")}\n` };
}

function contentTable(manifests: readonly ProviderManifest[]): readonly string[] {
  const carriers = manifests.filter(({ content }) => content !== undefined);
  const rows = contentFeatureSchema.options
    .map((feature) => [
      feature,
      ...carriers.map(({ content }) => {
        const level = content?.features[feature];
        return level === undefined || level === "rejected" ? "" : level;
      }),
    ])
    .filter((row) => row.slice(1).some((level) => level !== ""));
  return [table(["content", ...carriers.map(({ id }) => code(id))], rows)];
}

function limitTable(manifests: readonly ProviderManifest[]): string {
  return table(
    [
      "provider",
      "text",
      "content",
      "recipients",
      "addresses",
      "at once",
      "order",
      "attempts",
      "free content after a message",
    ],
    manifests.flatMap(({ id, content, limits }) =>
      content === undefined
        ? []
        : [
            [
              code(id),
              textLimit(content),
              `${number(content.maxContentBytes)} bytes`,
              number(content.maxRecipients),
              content.addressKinds.join(", "),
              number(limits.concurrency),
              limits.order,
              number(limits.maxAttempts),
              content.serviceWindow === undefined ? "always" : `for ${content.serviceWindow.hours} hours`,
            ],
          ],
    ),
  );
}

function webhookTable(manifests: readonly ProviderManifest[]): string {
  return table(
    ["provider", "signature", "strength", "second proof", "tries again for", "one event by"],
    manifests.flatMap(({ id, webhooks }) =>
      webhooks === undefined
        ? []
        : [
            [
              code(id),
              webhooks.signature.scheme,
              webhooks.strength,
              webhooks.secondFactor?.scheme ?? "",
              duration(webhooks.retriedForSeconds),
              cell(webhooks.deduplicationKey),
            ],
          ],
    ),
  );
}

function callTable(manifests: readonly ProviderManifest[]): string {
  return table(
    ["provider", "verbs", "destinations", "directions", "changes a live call", "after the last verb"],
    manifests.flatMap(({ id, calls }) =>
      calls === undefined
        ? []
        : [
            [
              code(id),
              Object.entries(calls.verbs)
                .filter(([, level]) => level !== "rejected")
                .map(([verb, level]) => (level === "full" ? verb : `${verb} (${level})`))
                .join(", "),
              calls.destinations.join(", "),
              calls.directions.join(", "),
              calls.control === "at-once" ? "at once" : "with the call's next event",
              calls.afterLastVerb === "asks" ? "asks, and ends without more" : "goes on: it is a person's",
            ],
          ],
    ),
  );
}

function textLimit({ maxTextLength, maxSmsSegments }: NonNullable<ProviderManifest["content"]>): string {
  if (maxTextLength !== undefined) return `${number(maxTextLength)} characters`;
  return maxSmsSegments === undefined ? "" : `${number(maxSmsSegments)} parts of an SMS`;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}

function duration(seconds: number): string {
  if (seconds === 0) return "does not";
  if (seconds === 86_400) return "1 day";
  if (seconds % 86_400 === 0) return `${seconds / 86_400} days`;
  if (seconds % 3_600 === 0) return `${seconds / 3_600} hours`;
  return `${number(Math.round(seconds / 60))} minutes`;
}
