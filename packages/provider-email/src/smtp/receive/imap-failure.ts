import { ContactCenterError, type Party, type TransferFailedError } from "@plugboard/core/spec";
import { AuthorizationFailure } from "../account/authorization-failure.js";

/** Whose fault it is that a mailbox cannot be read, and the code for it. */
export interface ImapFailureMeaning {
  readonly party: Exclude<Party, "recipient">;
  readonly code: string;
}

interface ImapFlowFacts {
  readonly code?: unknown;
  readonly authenticationFailed?: unknown;
  readonly tlsFailed?: unknown;
  readonly serverResponseCode?: unknown;
  readonly responseStatus?: unknown;
}

/** Codes of Node's TLS for certificates and handshakes. */
const TLS_CODE = /^(?:ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED|UNABLE_TO_|EPROTO$|STARTTLS_|UPGRADE_TIMEOUT)/;
const TIMEOUT_CODE = /^(?:CONNECT_TIMEOUT|GREETING_TIMEOUT|ETIMEOUT|ETIMEDOUT)$/;

/** Reads an error of connecting to or reading a mailbox. Texts are not read: they quote the server. */
export function readImapFailure(error: unknown): ImapFailureMeaning {
  if (AuthorizationFailure.isInstance(error)) return { party: narrow(error.party), code: error.code };
  if (ContactCenterError.isInstance(error)) return ofOurs(error);
  if (typeof error !== "object" || error === null) return { party: "host", code: "PLUGIN_FAILED" };
  const facts: ImapFlowFacts = error;
  if (facts.authenticationFailed === true) {
    // RFC 5530: the server has trouble of its own, and says so.
    return facts.serverResponseCode === "UNAVAILABLE"
      ? { party: "provider", code: "PROVIDER_UNAVAILABLE" }
      : { party: "account", code: "CREDENTIALS_REFUSED" };
  }
  const code = typeof facts.code === "string" ? facts.code : "";
  if (facts.tlsFailed === true || TLS_CODE.test(code)) return { party: "provider", code: "TLS_FAILED" };
  if (facts.serverResponseCode === "NONEXISTENT" || code === "NotFound")
    return { party: "account", code: "MAILBOX_UNKNOWN" };
  if (code === "MESSAGE_NOT_GIVEN") return { party: "provider", code: "ANSWER_UNREADABLE" };
  if (facts.responseStatus === "NO" || facts.responseStatus === "BAD")
    return { party: "provider", code: "REQUEST_REFUSED" };
  if (TIMEOUT_CODE.test(code)) return { party: "provider", code: "ANSWER_TIMEOUT" };
  return { party: "network", code: "CONNECTION_LOST" };
}

function ofOurs(error: ContactCenterError): ImapFailureMeaning {
  if (error.code === "TRANSFER_FAILED" && "party" in error && "reason" in error) {
    const { party, reason } = error as TransferFailedError;
    return { party: narrow(party), code: reason.toUpperCase().replaceAll("-", "_") };
  }
  if (error.code === "CREDENTIALS_UNAVAILABLE") return { party: "account", code: error.code };
  return { party: "host", code: error.code };
}

function narrow(party: Party): Exclude<Party, "recipient"> {
  return party === "recipient" ? "provider" : party;
}
