import { badCharacters } from "./bad-characters.js";
import type { BadProvider } from "./bad-provider.js";
import { badTalents } from "./bad-talents.js";
import { badReceivers } from "./bad-receivers.js";
import { badSenders } from "./bad-senders.js";

/** Providers that are deliberately bad, at least one for every rule of the kit. */
export const badProviders: readonly BadProvider[] = [...badSenders, ...badReceivers, ...badCharacters, ...badTalents];
