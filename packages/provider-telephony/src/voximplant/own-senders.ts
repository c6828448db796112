import type { VoximplantSettings } from "./voximplant-settings.js";

/** The numbers that are this channel's. Others of the account may be other customers' (R22). */
export const ownSenders = ({ from, otherSenders = [] }: VoximplantSettings): readonly string[] => [
  from,
  ...otherSenders,
];
