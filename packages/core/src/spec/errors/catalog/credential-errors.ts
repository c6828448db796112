import type { ErrorEntry } from "./error-entry.js";

/** Credentials, and the secrets that webhooks are verified with. */
export const credentialErrors = {
  CREDENTIALS_UNAVAILABLE: {
    rule: "R22",
    party: "account",
    retryable: true,
    meaning: "the secrets port could not give the channel's credentials, or they do not fit the provider's schema",
    remedy: "check that the secret exists and has the fields named in `issues`, and try again",
  },
  CREDENTIAL_UNKNOWN: {
    rule: "R22",
    party: "caller",
    meaning: "the account has no credentials of this name",
    remedy: "keep them first with `credentials.store`, or correct the name",
  },
  CREDENTIAL_REVOKED: {
    rule: "R22",
    party: "account",
    meaning: "the credentials were revoked: nothing is left of them",
    remedy: "have the provider make new ones, and keep them with `credentials.store`",
  },
  CREDENTIAL_TAMPERED: {
    rule: "R22",
    party: "host",
    meaning: "the credentials in the store are not what was kept: changed, moved, or sealed by another key",
    remedy:
      "restore the store from a copy that is known to be good, or keep the credentials anew; find out who can write to it",
  },
  KEY_UNAVAILABLE: {
    rule: "R22",
    party: "host",
    retryable: true,
    meaning: "the key ring could not be asked, or does not have the key the credentials are wrapped with",
    remedy: "see that the key ring answers and still has every key that `credentials.keysInUse` names, and try again",
  },
  VAULT_ABSENT: {
    rule: "R22",
    party: "host",
    meaning: "this host keeps no credentials: it has no key ring",
    remedy: "give `keyRing` to createContactCenter, e.g. `localKeyRing`",
  },
  WEBHOOK_SECRET_UNUSABLE: {
    rule: "R22",
    party: "account",
    meaning: "a secret that verifies the channel's webhooks is missing or of no use",
    remedy:
      "put the secret the provider shows into the credentials, under the name in `key`; `problem` says what is wrong",
  },
  WEBHOOK_BODY_CONSUMED: {
    rule: "R22",
    party: "host",
    meaning:
      "a body parser read the webhook before the adapter: its raw bytes are gone, and its signature cannot be verified",
    remedy: "mount the webhooks before `express.json()` and other body parsers, or leave their path out of these",
  },
} as const satisfies Record<string, ErrorEntry>;
