import { providerManifestSchema, type ProviderManifest, residencyFacetNames } from "@plugboard/core/spec";
import type { Check } from "../kit/check.js";
import { CheckFailure } from "../kit/check-failure.js";
import { expectThat } from "../kit/expect-that.js";
import { issuesOf } from "../kit/issues-of.js";
import type { KitContext } from "../kit/kit-context.js";
import { secretNames } from "./secret-names.js";

const DOCUMENTS = ["terms", "privacy", "data-processing-agreement", "sub-processors"] as const;
/** Schemes whose signature covers the body; a JWT does with a hash of it. */
const COVERS_BODY: ReadonlySet<string> = new Set([
  ...["standard-webhooks", "hmac-body", "hmac-timestamp-body", "twilio", "ecdsa-timestamp-body"],
  "ed25519-timestamp-body",
]);
const SECURE = /^(?:https|wss|smtps?|imaps?|tls|tcp):\/\//;

/** The manifest says all that a host shows before activation and enforces afterwards. */
export function manifestChecks({ provider, manifest, fixtures }: KitContext): Check[] {
  const check = (what: string, title: string, run: () => void): Check => ({
    id: `manifest.${what}`,
    rule: "manifest-complete",
    title,
    run,
  });
  const checks = [
    check("schema", "the manifest fits the contract's schema", () => {
      const parsed = providerManifestSchema.safeParse(manifest);
      expectThat(parsed.success, () => parsed.error?.issues.map(({ path }) => path.join(".")).join(", ") ?? "");
    }),
    check("version", "the provider names the version of the contract it was written for", () => {
      expectThat(provider.specificationVersion === "v1", "specificationVersion is not v1");
      expectThat(manifest.specificationVersion === provider.specificationVersion, "manifest and provider disagree");
    }),
    check("seller", "whoever stands behind it can be reached", () => {
      const { legalName, website, support } = manifest.seller;
      expectThat(legalName.trim().length >= 2, "no legal name");
      expectThat(website.startsWith("https:"), "the website is not https");
      expectThat(/^(?:https|mailto):/.test(support), "support is neither https nor mailto");
    }),
    check(
      "documents",
      "terms, privacy, processing agreement and sub-processors are named with version and address",
      () => {
        if (runsOnTheAccountsOwnServers(manifest)) return;
        const kinds = new Set(manifest.documents.map(({ kind }) => kind));
        const missing = DOCUMENTS.filter((kind) => !kinds.has(kind));
        expectThat(missing.length === 0, `missing: ${missing.join(", ")}`);
        for (const { kind, url } of manifest.documents) expectThat(url.startsWith("https:"), `${kind} is not https`);
      },
    ),
    check("endpoints", "every endpoint is reached by a protocol that can be secured", () => {
      for (const { id, url } of manifest.endpoints)
        expectThat(SECURE.test(url) || url.startsWith("{"), `endpoint ${id} is not`);
    }),
    check("limits", "sizes and numbers are bounded", () => {
      const { content, limits } = manifest;
      expectThat(limits.maxAttempts >= 1, "no attempt");
      if (content?.features.text !== undefined)
        expectThat((content.maxTextLength ?? content.maxSmsSegments) !== undefined, "no maxTextLength");
    }),
    check("idempotency", "what the provider does with a repeat is told with the document that says so", () => {
      const { idempotency } = manifest;
      if (idempotency.mode === "none") return;
      expectThat(idempotency.documentation !== undefined, `mode ${idempotency.mode} without documentation`);
    }),
    check("schemas", "settings and credentials have schemas, and the fixtures fit them", () => {
      expectThat(Object.keys(manifest.settings).length > 0, "no schema of the settings");
      const settings = provider.settingsSchema.safeParse(fixtures.connect("http://127.0.0.1:9").settings);
      if (!settings.success) throw new CheckFailure(`connect, settings: ${issuesOf(settings.error)}`);
      for (const name of ["credentials", "otherCredentials"] as const) {
        const parsed = provider.credentialsSchema.safeParse(fixtures[name]);
        if (!parsed.success) throw new CheckFailure(`${name}: ${issuesOf(parsed.error)}`);
      }
    }),
    ...manifest.operations.map((operation) =>
      check(
        `residency-${operation.id}`,
        `operation ${operation.id} tells per facet where data goes, by which document, read when`,
        () => {
          checkResidency(operation, manifest);
        },
      ),
    ),
  ];
  const { webhooks } = manifest;
  if (webhooks === undefined)
    return [
      ...checks,
      check("webhooks", "what comes in has a way in", () => {
        const takesEvents = manifest.capabilities.includes("inboundEvents");
        const hasWayIn = (["mailboxSync", "site"] as const).some((name) => manifest.capabilities.includes(name));
        expectThat(!takesEvents || hasWayIn, "neither webhooks nor mailboxSync nor a site");
      }),
    ];
  return [
    ...checks,
    check("webhook-strength", "a signature is called strong only where it covers the body", () => {
      const { signature, strength } = webhooks;
      const covers =
        COVERS_BODY.has(signature.scheme) || (signature.scheme === "jwt" && signature.bodyHashClaim !== undefined);
      expectThat(covers || strength === "weak", `${signature.scheme} does not cover the body`);
      expectThat(strength === "strong" || webhooks.secondFactor !== undefined, "weak and without a second factor");
    }),
    check("webhook-answers", "the answers that mean again, and never again, are what they say", () => {
      const { tryAgainStatus, neverAgainStatus, acknowledgement, retriedForSeconds } = webhooks;
      expectThat(tryAgainStatus >= 500 || tryAgainStatus === 429, `${tryAgainStatus} asks nobody to try again`);
      expectThat(tryAgainStatus !== neverAgainStatus, "again and never again are the same answer");
      expectThat(acknowledgement.status !== tryAgainStatus, "an acknowledgement asks to try again");
      expectThat(retriedForSeconds > 0, "how long the provider retries is not told");
    }),
    check("webhook-secrets", "the secrets that verify webhooks are credentials", () => {
      for (const name of secretNames(webhooks))
        expectThat(valueAt(fixtures.credentials, name) !== undefined, `the credentials have no ${name}`);
    }),
  ];
}

function checkResidency(
  { id, personalData, residency }: ProviderManifest["operations"][number],
  manifest: ProviderManifest,
): void {
  const today = new Date().toISOString().slice(0, 10);
  for (const name of residencyFacetNames) {
    const facet = residency[name];
    if (facet === undefined) continue;
    const { countries, source, readOn } = facet;
    expectThat(!Array.isArray(countries) || countries.length > 0, `${name}: no country`);
    expectThat(readOn <= today && readOn >= "2024-01-01", `${name}: read on ${readOn}`);
    expectThat(source === "account-settings" || source.startsWith("https:"), `${name}: the document is not https`);
    const asksTheAccount = !Array.isArray(countries);
    expectThat(!asksTheAccount || source === "account-settings" || source.startsWith("https:"), `${name}: no source`);
  }
  if (personalData.length === 0) return;
  expectThat(residency.atRest !== undefined, "it carries personal data and does not say where that is kept (atRest)");
  if (id === manifest.sendOperation && manifest.webhooks !== undefined)
    expectThat(residency.callbacks !== undefined, "webhooks follow it, and it does not say from where (callbacks)");
}

/** Nobody else's documents apply where the account names the servers and the countries itself. */
function runsOnTheAccountsOwnServers({ operations }: ProviderManifest): boolean {
  return operations.every(({ residency }) =>
    residencyFacetNames.every((name) => (residency[name]?.source ?? "account-settings") === "account-settings"),
  );
}

function valueAt(value: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (part, name) => (typeof part === "object" && part !== null ? Reflect.get(part, name) : undefined),
      value,
    );
}
