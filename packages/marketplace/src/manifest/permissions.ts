import type { ProviderManifest } from "@plugboard/core/spec";
import { z } from "zod";

/** One thing a provider can do once it is activated. `words` is for the person who decides. */
export const permissionSchema = z.strictObject({
  kind: z.enum(["connect", "listen", "personal-data", "webhook", "site", "mailbox", "calls"]),
  /** The endpoint, category or path; sorted and compared by programs. */
  value: z.string().min(1).max(500),
  words: z.string().min(1).max(700),
});
export type Permission = z.infer<typeof permissionSchema>;

/**
 * What a manifest lets its provider do, computed and never declared: every endpoint, category of personal data and way in. The host's guard
 * enforces the same list.
 * @returns sorted by kind and value, so that two lists can be compared.
 */
export function permissionsOf(manifest: ProviderManifest): Permission[] {
  const found: Permission[] = [];
  const add = (kind: Permission["kind"], value: string, words: string): void => void found.push({ kind, value, words });
  for (const { id, url, direction } of manifest.endpoints) {
    const operations = manifest.operations.filter(({ endpoints }) => endpoints.includes(id)).map((one) => one.id);
    const purpose = operations.length === 0 ? "no operation" : operations.join(", ");
    if (direction === "listen") add("listen", url, `listens on ${url} (${purpose})`);
    else add("connect", url, `connects to ${url} (${purpose})`);
  }
  for (const category of new Set(manifest.operations.flatMap(({ personalData }) => personalData))) {
    const operations = manifest.operations.filter(({ personalData }) => personalData.includes(category));
    add("personal-data", category, `carries ${category} (${operations.map(({ id }) => id).join(", ")})`);
  }
  if (manifest.webhooks !== undefined)
    add(
      "webhook",
      `${manifest.webhooks.strength}:${manifest.webhooks.signature.scheme}`,
      `takes webhooks, proved by ${manifest.webhooks.signature.scheme} (${manifest.webhooks.strength})`,
    );
  if (manifest.site !== undefined)
    add("site", manifest.site.methods.join(","), "serves pages of its own to strangers through the host");
  if (manifest.capabilities.includes("mailboxSync")) add("mailbox", "read", "reads a mailbox");
  if (manifest.calls !== undefined)
    add("calls", manifest.calls.directions.join(","), `carries calls (${manifest.calls.directions.join(", ")})`);
  return found.sort((left, right) => order(left.kind, right.kind) || order(left.value, right.value));
}

const order = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
