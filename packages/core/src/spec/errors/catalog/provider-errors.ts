import type { ErrorEntry } from "./error-entry.js";

/** Providers and the packages they come in: what is wrong with one, or with adding it. */
export const providerErrors = {
  MANIFEST_INVALID: {
    rule: "R17",
    party: "plugin",
    meaning: "the provider's manifest is not complete or not consistent",
    remedy: "correct the fields named in `issues` in the plugin's manifest, or make the plugin do what it declares",
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
    remedy: "put another version in its place by `providers.upgrade`, or give the new one its own id",
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
  PLUGIN_RECORD_DAMAGED: {
    rule: "R3",
    party: "host",
    meaning: "a file that says what is installed, or which revocations were seen, cannot be read; nothing was changed",
    remedy:
      "put a copy of the file at `path` back; without one, move it away and install the packages again: messages accepted for them wait",
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
    party: "caller",
    meaning: "the channel's provider does not offer what was asked of it",
    remedy:
      "look at what its manifest declares (`providers.list`) before the call, or use a channel of a provider that has what `capabilities` names",
  },
} as const satisfies Record<string, ErrorEntry>;
