import { badCharacters } from "./bad-characters.js";
import { badKeepers } from "./bad-keepers.js";
import type { BadProvider } from "./bad-provider.js";
import { badTalents } from "./bad-talents.js";
import { badReceivers } from "./bad-receivers.js";
import { badSenders } from "./bad-senders.js";

/** Providers that are deliberately bad, at least one for every rule of the kit. */
export const badProviders: readonly BadProvider[] = [
  ...badSenders,
  ...badKeepers,
  ...badReceivers,
  ...badCharacters,
  ...badTalents,
];
