import type { ErrorParty } from "./error-party.js";

/** What every code has to say. */
interface ErrorEntry {
  /** Of docs/rules.md. */
  readonly rule: `R${number}`;
  readonly party: ErrorParty;
  /** The same call may succeed later, unchanged: `retryable` of the error. The remedy says "try again" then, and only then. */
  readonly retryable?: true;
  readonly meaning: string;
  readonly remedy: string;
}

/**
 * Every error code with the rule it comes from, who can do something about it, what happened, and what to do. The docs and the error messages
 * are made of this one table; a code without a party or a remedy cannot exist.
 */
export const errorCatalog = {
  MANIFEST_INVALID: {
    rule: "R17",
    party: "plugin",
    meaning: "the provider's manifest is not complete or not consistent",
    remedy: "correct the fields named in `issues` in the plugin's manifest",
  },
  SPECIFICATION_UNSUPPORTED: {
    rule: "R3",
    party: "host",
    meaning: "the provider was written for another version of the contract",
    remedy: "install a version of the plugin for this version of @plugboard/core, or upgrade core",
  },
  PROVIDER_UNKNOWN: {
    rule: "R3",
    party: "host",
    meaning: "no provider with this id is registered",
    remedy: "use one of the ids in `registered`, or add the provider to `providers` or by `providers.add`",
  },
  PROVIDER_EXISTS: {
    rule: "R3",
    party: "host",
    meaning: "a provider with this id is registered already",
    remedy: "remove it first, or give the new one its own id",
  },
  PROVIDER_DISABLED: {
    rule: "R3",
    party: "host",
    meaning: "the provider is disabled by whoever runs the host",
    remedy: "call `providers.enable`; messages accepted before are kept",
  },
  PROVIDER_OPEN_FAILED: {
    rule: "R3",
    party: "plugin",
    meaning: "the plugin failed while the channel was opened",
    remedy:
      "report it to the plugin's author with the class of its error; its text may quote a credential and is not passed on",
  },
  PLUGIN_REFUSED: {
    rule: "R17",
    party: "plugin",
    meaning: "the package may not run here; nothing of it was run",
    remedy: "look at `refusals`: each names what is wrong, what was wanted and what was found",
  },
  PLUGIN_LOAD_FAILED: {
    rule: "R3",
    party: "plugin",
    meaning: "the package could not be loaded; what ran before goes on",
    remedy: "report it to the package's author with the class of its error",
  },
  PLUGIN_UNKNOWN: {
    rule: "R3",
    party: "host",
    meaning: "no package of this name is installed",
    remedy: "look at `plugins.list`",
  },
  PLUGIN_EXISTS: {
    rule: "R3",
    party: "host",
    meaning: "a package of this name is installed already",
    remedy: "use `plugins.upgrade`, or remove it first",
  },
  PLUGIN_STOPPED: {
    rule: "R3",
    party: "plugin",
    retryable: true,
    meaning: "the process of an isolated connector does not run now",
    remedy:
      "try again later: it is started by itself, `startsAtMs` says when; `reason` says why it ended, for the plugin's author",
  },
  CAPABILITY_MISSING: {
    rule: "R3",
    party: "plugin",
    meaning: "the plugin declares a capability that its instance does not have, or has one it does not declare",
    remedy: "make the manifest and the instance agree",
  },
  CHANNEL_UNKNOWN: {
    rule: "R4",
    party: "caller",
    meaning: "the account has no channel with this id",
    remedy: "activate the channel first, or correct `accountId` and `channelId`",
  },
  CHANNEL_EXISTS: {
    rule: "R4",
    party: "caller",
    meaning: "a channel with this id exists already",
    remedy: "choose another id; a channel that was deactivated keeps its id, with its evidence",
  },
  CHANNEL_REFUSED: {
    rule: "R4",
    party: "account",
    meaning: "a gate that stands before the whole channel refuses it now",
    remedy: "look at `refusal`: it is the code that messages of this channel are refused with",
  },
  CHANNEL_STATE_IMPOSSIBLE: {
    rule: "R4",
    party: "caller",
    meaning: "the channel is not in a state for this",
    remedy: "look at `from` for the states it is possible in, and at `channels.list` for the one it is in",
  },
  CAPABILITY_FAILED: {
    rule: "R7",
    party: "plugin",
    meaning: "the plugin failed, or took too long, in a call beside sending",
    remedy:
      "report it to the plugin's author with the capability and the class of its error; look at what the provider has before the same call is made anew, for it may have been carried out",
  },
  PLAN_UNKNOWN: {
    rule: "R19",
    party: "host",
    meaning: "the host has no service plan of this name",
    remedy: "name one of the plans in the option `fairUse`",
  },
  CONFIRMATION_UNKNOWN: {
    rule: "R14",
    party: "recipient",
    meaning: "no consent of this account waits for this confirmation: the token is wrong, or came too late",
    remedy: "ask the person again with `consents.request`; what they had not confirmed never counted",
  },
  AUTHORITY_REFUSED: {
    rule: "R4",
    party: "account",
    meaning: "the host says that this person may not do this for the account",
    remedy: "have it done by the account's administrator, or by someone whom the administrator authorised",
  },
  AUTHORITY_UNAVAILABLE: {
    rule: "R4",
    party: "host",
    retryable: true,
    meaning: "the host could not say whether this person may do this; without its word nothing is done",
    remedy: "try again; whoever runs the host looks at the `authority` it gave to createContactCenter",
  },
  BLOCK_UNKNOWN: {
    rule: "R20",
    party: "caller",
    meaning: "the account has no block with this id in force",
    remedy: "look at `blocks.list`; one that was lifted cannot be refuted or decided again",
  },
  BLOCK_OWN_CASE: {
    rule: "R20",
    party: "host",
    meaning: "whoever answered a block cannot decide on it",
    remedy: "have somebody else of those who run the host decide",
  },
  RIGHTS_REQUEST_UNKNOWN: {
    rule: "R15",
    party: "caller",
    meaning: "the account has no request of a person with this id, or it is not in a state for this",
    remedy: "look at `rights.list`",
  },
  ACCOUNT_DELETED: {
    rule: "R18",
    party: "account",
    meaning: "the account was deleted, or is being deleted",
    remedy:
      "use a new account id, or `accounts.recreate` for a new account under this one: what was deleted does not come back",
  },
  ACCOUNT_EXISTS: {
    rule: "R18",
    party: "caller",
    meaning: "the account is not deleted, or not yet",
    remedy: "look at `accounts.state`; nothing has to be created for an id that was never used",
  },
  INSTRUCTION_INVALID: {
    rule: "R4",
    party: "caller",
    meaning: "an instruction, or what is to be recorded with it, is not complete",
    remedy: "name who gave it, by what authority and when, and the fields of `issues`",
  },
  SETTINGS_INVALID: {
    rule: "R3",
    party: "account",
    meaning: "the channel's settings do not fit the provider's schema",
    remedy: "correct the fields named in `issues`",
  },
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
  MESSAGE_INVALID: {
    rule: "R8",
    party: "caller",
    meaning: "the message does not fit the contract",
    remedy: "correct the fields named in `issues`; nothing was accepted",
  },
  IDEMPOTENCY_CONFLICT: {
    rule: "R8",
    party: "caller",
    meaning: "the idempotency key was used before with another content",
    remedy: "use a new key for a new message",
  },
  MESSAGE_UNKNOWN: {
    rule: "R22",
    party: "caller",
    meaning: "the account has no message with this id",
    remedy: "correct `accountId` and `messageId`",
  },
  HOST_CLOSED: {
    rule: "R3",
    party: "host",
    meaning: "the contact center is closed or closing",
    remedy: "create a new one; what was accepted is in the store",
  },
  LEDGER_ENTRY_UNKNOWN: {
    rule: "R12",
    party: "caller",
    meaning: "the account has no sealed entry of this number in this log",
    remedy:
      "take log and number from `ledger.entries` or `ledger.audit`; entries from before ledgers were sealed have no proof",
  },
  SIGNER_FAILED: {
    rule: "R14",
    party: "host",
    meaning: "the host's ledger signer threw an error: nothing was signed",
    remedy: "look at the cause; the ledger itself is sealed without it",
  },
  HOOK_FAILED: {
    rule: "R3",
    party: "host",
    meaning: "a hook threw an error or took longer than its time limit",
    remedy: "look at the cause; the step the hook belongs to was not carried out",
  },
  STORE_UNAVAILABLE: {
    rule: "R23",
    party: "host",
    retryable: true,
    meaning: "the store could not make the change durable; nothing was accepted",
    remedy: "try again; look at the cause if it lasts",
  },
  STORE_FULL: {
    rule: "R23",
    party: "host",
    retryable: true,
    meaning: "the disk or the store's quota is full; nothing was accepted",
    remedy: "make room and try again; the store goes on by itself",
  },
  STORE_WRITE_REFUSED: {
    rule: "R23",
    party: "host",
    meaning: "the store refuses this one write for itself while it takes others; nothing of it was kept",
    remedy:
      "look at what was asked; `kind` and `systemCode` say what the store did not take, and why. The same again will fail again",
  },
  STORE_CORRUPT: {
    rule: "R23",
    party: "host",
    meaning: "the store's file is damaged",
    remedy:
      "restore the file named in `path` from a backup, or move it away to begin with an empty one; it was not changed",
  },
  STORE_LOCKED: {
    rule: "R23",
    party: "host",
    meaning: "another process uses this store",
    remedy: "stop the process with the id in `processId`, or give this host a store of its own",
  },
  STORE_VERSION: {
    rule: "R23",
    party: "host",
    meaning: "the store was written by a newer version",
    remedy: "upgrade @plugboard/store-sqlite, or restore an older copy",
  },
  STORE_INSECURE: {
    rule: "R22",
    party: "host",
    meaning: "the store's file is readable by others",
    remedy: "set its mode to 0600 (chmod 600)",
  },
  EGRESS_REFUSED: {
    rule: "R13",
    party: "plugin",
    meaning: "the call was refused before anything left the host",
    remedy:
      "`reason` says which check refused it; declare the endpoint in the manifest or allow it in the host's egress options",
  },
  TRANSFER_FAILED: {
    rule: "R12",
    party: "said",
    retryable: true,
    meaning: "the call to the provider gave no usable answer",
    remedy:
      "`reason` says where it failed; try again where `requestSent` is false, else find out first whether the provider received it",
  },
  TRANSFER_CLOSED: {
    rule: "R12",
    party: "plugin",
    meaning: "the transfer has ended; its message may not be used any more",
    remedy: "finish all work of a message before the promise of `doSend` settles",
  },
  ANSWER_INVALID: {
    rule: "R12",
    party: "provider",
    meaning: "the provider's answer does not have the expected shape",
    remedy: "if it lasts, upgrade the plugin: the provider's API may have changed",
  },
  CALL_UNKNOWN: {
    rule: "R22",
    party: "caller",
    meaning: "the account has no call with this id",
    remedy: "correct `accountId` and `sessionId`",
  },
  RECORDING_UNKNOWN: {
    rule: "R22",
    party: "caller",
    meaning: "the call has no recording with this id, or it is not ready",
    remedy: "wait for the event `recording-ready`, and use its `mediaId`",
  },
  INBOUND_UNKNOWN: {
    rule: "R22",
    party: "caller",
    meaning: "the account has no inbound record with this id",
    remedy: "correct `accountId` and the id",
  },
  OPTION_INVALID: {
    rule: "R3",
    party: "host",
    meaning: "an option of the host is not valid",
    remedy: "correct the fields named in `issues`",
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorCatalog;
