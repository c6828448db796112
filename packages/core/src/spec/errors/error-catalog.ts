import { accountErrors } from "./catalog/account-errors.js";
import { channelErrors } from "./catalog/channel-errors.js";
import { credentialErrors } from "./catalog/credential-errors.js";
import { hostErrors } from "./catalog/host-errors.js";
import { inboundErrors } from "./catalog/inbound-errors.js";
import { messageErrors } from "./catalog/message-errors.js";
import { providerErrors } from "./catalog/provider-errors.js";
import { storeErrors } from "./catalog/store-errors.js";
import { transferErrors } from "./catalog/transfer-errors.js";

/**
 * Every error code with the rule it comes from, who can do something about it, what happened, and what to do; a file a family, in `catalog`. The docs and
 * the error messages are made of this one table; a code without a party or a remedy cannot exist.
 */
export const errorCatalog = {
  ...providerErrors,
  ...channelErrors,
  ...accountErrors,
  ...credentialErrors,
  ...messageErrors,
  ...hostErrors,
  ...storeErrors,
  ...transferErrors,
  ...inboundErrors,
} as const;

export type ErrorCode = keyof typeof errorCatalog;
