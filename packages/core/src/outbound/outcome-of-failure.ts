import { declaredCode } from "../policy/declared-code.js";
import { HotSchema } from "../schemas/hot-schema.js";
import { CredentialsUnavailableError } from "../spec/errors/credentials-unavailable-error.js";
import { ContactCenterError } from "../spec/errors/contact-center-error.js";
import { errorCatalog } from "../spec/errors/error-catalog.js";
import { EgressRefusedError } from "../spec/errors/egress-refused-error.js";
import { TransferFailedError } from "../spec/errors/transfer-failed-error.js";
import type { ProviderManifest } from "../spec/manifest/provider-manifest.js";
import { type SendOutcome, sendOutcomeSchema } from "../spec/outcome/send-outcome.js";

const outcomes = new HotSchema(sendOutcomeSchema);

/**
 * What an error of `doSend` means for the message.
 * - A failed call: `unknown` when bytes may have arrived, else `try-again`.
 * - A call the guard refused: permanent, and the host's or plugin's doing.
 * - Credentials that cannot be had: the channel waits for them.
 * - Anything else is the plugin's fault: `unknown` when bytes left during the transfer, else `try-again`.
 * @param requestSent - whether the egress guard saw bytes of this transfer leave.
 * @param manifest - of the plugin, whose own codes it may declare.
 */
export function outcomeOfFailure(error: unknown, requestSent: boolean, manifest?: ProviderManifest): SendOutcome {
  // An error of another copy of core is known by its code alone, so what it carries is checked.
  const parsed = sendOutcomeSchema.safeParse(readFailure(error, requestSent, manifest));
  return parsed.success ? parsed.data : pluginFailed("PLUGIN_FAILED", requestSent);
}

function readFailure(error: unknown, requestSent: boolean, manifest: ProviderManifest | undefined): SendOutcome {
  if (isKind(error, TransferFailedError, "TRANSFER_FAILED")) {
    const code = error.reason.toUpperCase().replaceAll("-", "_");
    // An earlier request of the same transfer may have arrived.
    if (error.requestSent || requestSent) return { outcome: "unknown", code, party: error.party };
    return { outcome: "try-again", code, party: error.party, scope: "message" };
  }
  if (isKind(error, EgressRefusedError, "EGRESS_REFUSED") && !requestSent) {
    // A closing channel is not the message's fault: it waits for the next one.
    if (error.reason === "closed")
      return { outcome: "try-again", code: "CHANNEL_CLOSING", party: "host", scope: "message" };
    return { outcome: "refused", code: `EGRESS_${error.reason.toUpperCase().replaceAll("-", "_")}`, party: "host" };
  }
  if (isKind(error, CredentialsUnavailableError, "CREDENTIALS_UNAVAILABLE") && !requestSent)
    return { outcome: "try-again", code: "CREDENTIALS_UNAVAILABLE", party: "account", scope: "channel" };
  // By the catalog, or the manifest: a plugin can put anything into a code of its own.
  const isOurs = ContactCenterError.isInstance(error) && Object.hasOwn(errorCatalog, error.code);
  return pluginFailed(isOurs ? error.code : (declaredCode(error, manifest) ?? "PLUGIN_FAILED"), requestSent);
}

function pluginFailed(code: string, requestSent: boolean): SendOutcome {
  if (requestSent) return { outcome: "unknown", code, party: "host" };
  return { outcome: "try-again", code, party: "host", scope: "message" };
}

/** Checks what a plugin returned; anything that is no outcome is the plugin's failure. */
export function checkOutcome(returned: unknown, requestSent: boolean): SendOutcome {
  const parsed = outcomes.safeParse(returned);
  return parsed.success ? parsed.data : pluginFailed("OUTCOME_INVALID", requestSent);
}

/** By code, not by class: the plugin may have loaded another copy of core. */
function isKind<Kind extends ContactCenterError>(
  error: unknown,
  _class: abstract new (...parameters: never[]) => Kind,
  code: Kind["code"],
): error is Kind {
  return ContactCenterError.isInstance(error) && error.code === code;
}
