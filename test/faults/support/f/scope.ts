/**
 * Calls of whoever runs the host: they belong to no account, so no account of the host application may be given them. Everything else is
 * attacked, also what is added after this was written.
 */
export const HOST_CALLS: ReadonlySet<string> = new Set([
  "start",
  "close",
  "receive",
  "on",
  "hook",
  // Proved by the provider's signature (C) and by what a site says of itself, not by an account.
  "fetch",
  "answerWebhook",
  "providers.add",
  "providers.upgrade",
  "providers.remove",
  "providers.disable",
  "providers.enable",
  "calls.answerWith",
  "credentials.rewrap",
  "audit.ofHost",
]);

/** Acts that ask nobody's leave, on purpose: what protects a person is not held up (R14, R16). */
export const OPEN_TO_ACTORS: ReadonlySet<string> = new Set(["consents.withdraw", "suppressions.add"]);

/** What is left of an account that was deleted: that it was, its receipts and its trail without people, and its id for a new account. */
export const LEFT_OF_AN_ACCOUNT: ReadonlySet<string> = new Set([
  "accounts.state",
  "accounts.deleted",
  "accounts.recreate",
  "audit.list",
  "ledger.audit",
  "ledger.entries",
  "ledger.export",
  "ledger.proof",
]);
