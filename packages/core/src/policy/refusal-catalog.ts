import { accountRefusals } from "./refusals/account-refusals.js";
import { callRefusals } from "./refusals/call-refusals.js";
import { channelRefusals } from "./refusals/channel-refusals.js";
import { contentRefusals } from "./refusals/content-refusals.js";
import { hostRefusals } from "./refusals/host-refusals.js";
import { recipientRefusals } from "./refusals/recipient-refusals.js";

/** Every refusal code with its gate, rule, whose doing it is, reason and remedy; a file a family, in `refusals`. */
export const refusalCatalog = {
  ...accountRefusals,
  ...channelRefusals,
  ...contentRefusals,
  ...callRefusals,
  ...recipientRefusals,
  ...hostRefusals,
} as const;

export type RefusalCode = keyof typeof refusalCatalog;
