import { boundsChecks } from "../groups/bounds-checks.js";
import { capabilityChecks } from "../groups/capability-checks.js";
import { credentialsChecks } from "../groups/credentials-checks.js";
import { egressChecks } from "../groups/egress-checks.js";
import { fixturesChecks } from "../groups/fixtures-checks.js";
import { forgeryChecks } from "../groups/forgery-checks.js";
import { idempotencyChecks } from "../groups/idempotency-checks.js";
import { inboundChecks } from "../groups/inbound-checks.js";
import { lifeChecks } from "../groups/life-checks.js";
import { mailboxChecks } from "../groups/mailbox-checks.js";
import { manifestChecks } from "../groups/manifest-checks.js";
import { messageChecks } from "../groups/message-checks.js";
import { outcomeChecks } from "../groups/outcome-checks.js";
import { probeChecks } from "../groups/probe-checks.js";
import { siteChecks } from "../groups/site-checks.js";
import type { Check } from "./check.js";
import type { KitContext } from "./kit-context.js";

/**
 * All checks of a provider, in the order in which they run: those that judge the whole run come last.
 * @param quick - without the faults that take a deadline's time or move megabytes.
 */
export function planChecks(context: KitContext, quick: boolean): readonly Check[] {
  const [later, now] = partition(
    [
      ...fixturesChecks(context),
      ...manifestChecks(context),
      ...capabilityChecks(context),
      ...messageChecks(context),
      ...boundsChecks(context),
      ...idempotencyChecks(context),
      ...probeChecks(context),
      ...credentialsChecks(context),
      ...inboundChecks(context),
      ...mailboxChecks(context),
      ...siteChecks(context),
      ...forgeryChecks(context),
      ...outcomeChecks(context, quick),
      ...egressChecks(context),
      ...lifeChecks(context),
    ],
    ({ title }) => title.endsWith("(over the whole run)"),
  );
  return [...now, ...later];
}

function partition<Item>(items: readonly Item[], belongs: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}
