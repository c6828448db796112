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
  "providers.remove",
  "providers.disable",
  "providers.enable",
  "calls.answerWith",
  "credentials.rewrap",
]);

/**
 * Acts that ask nobody's leave, on purpose: what protects a person is not held up (R14, R16), and what whoever runs the host does to an account is
 * not the account's to allow (R19, R20).
 */
export const OPEN_TO_ACTORS: ReadonlySet<string> = new Set([
  "consents.give",
  "consents.request",
  "consents.withdraw",
  "suppressions.add",
  "accounts.setPolicy",
  "accounts.block",
  "accounts.unblock",
]);
