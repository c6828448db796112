import {
  ContactCenterError,
  CredentialsUnavailableError,
  EgressRefusedError,
  type ErrorCode,
  errorCatalog,
  type ErrorDetails,
  partySchema,
  StoreError,
  TransferClosedError,
  TransferFailedError,
} from "@plugboard/core/spec";
import { z } from "zod";
import type { FailureData } from "./frame.js";

/** One of ours without a class of its own on this side of the border. */
class CrossedError extends ContactCenterError {
  constructor(
    override readonly code: ErrorCode,
    details: ErrorDetails,
  ) {
    super(code, details);
  }
}

const codeSchema = z.custom<ErrorCode>((value) => typeof value === "string" && Object.hasOwn(errorCatalog, value));
const place = { operation: z.string().optional(), endpoint: z.string().optional(), channelId: z.string().optional() };
const refusedSchema = z.object({
  reason: z.enum([
    "endpoint-undeclared",
    "endpoint-unset",
    "operation-undeclared",
    "url-invalid",
    "address-private",
    "plain-text",
    "transfer-missing",
    "transfer-closed",
    "header-invalid",
    "residency",
    "closed",
  ]),
  ...place,
});
const failedSchema = z.object({
  reason: z.enum([
    "name-not-found",
    "connection-refused",
    "connect-timeout",
    "tls",
    "connection-lost",
    "answer-timeout",
    "answer-too-large",
    "answer-malformed",
    "aborted",
  ]),
  requestSent: z.boolean(),
  party: partySchema,
  ...place,
});
const storeCodeSchema = z.enum(["STORE_UNAVAILABLE", "STORE_FULL"]);

/** The error that crossed the border, of the class a caller knows it by. Something else than it claims to be is an error without a code. */
export function failureOfData({ code, name, details = {} }: FailureData): Error {
  const known = codeSchema.safeParse(code);
  if (!known.success) return nameless(name);
  switch (known.data) {
    case "EGRESS_REFUSED": {
      const facts = refusedSchema.safeParse(details);
      return facts.success ? new EgressRefusedError(facts.data.reason, defined(facts.data)) : nameless(name);
    }
    case "TRANSFER_FAILED": {
      const facts = failedSchema.safeParse(details);
      if (!facts.success) return nameless(name);
      const { reason, requestSent, party, ...rest } = facts.data;
      return new TransferFailedError(reason, { requestSent, party, ...defined(rest) });
    }
    case "CREDENTIALS_UNAVAILABLE":
      return new CredentialsUnavailableError({});
    case "TRANSFER_CLOSED":
      return new TransferClosedError(typeof details["transferId"] === "string" ? details["transferId"] : "");
    default: {
      const store = storeCodeSchema.safeParse(known.data);
      return store.success ? new StoreError(store.data) : new CrossedError(known.data, details);
    }
  }
}

function nameless(name = "unknown"): Error {
  const error = new Error("a plugin failed");
  error.name = name;
  return error;
}

function defined(facts: {
  operation?: string | undefined;
  endpoint?: string | undefined;
  channelId?: string | undefined;
}) {
  const { operation, endpoint, channelId } = facts;
  return {
    ...(operation === undefined ? {} : { operation }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(channelId === undefined ? {} : { channelId }),
  };
}
