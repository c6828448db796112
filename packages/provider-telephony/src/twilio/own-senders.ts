import type { TwilioSettings } from "./twilio-settings.js";

/** The numbers, services and names that are this channel's. Others of the account may be other customers' (R22). */
export const ownSenders = ({ from, otherSenders = [] }: TwilioSettings): readonly string[] => [from, ...otherSenders];
