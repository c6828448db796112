import { z } from "zod";
import { type ChannelState, channelStates } from "../policy/channel-state-policy.js";
import { type ResidencyRule, residencyRuleSchema } from "../policy/residency-policy.js";
import type { StoredDocument } from "../ports/store.js";
import { activationInstructionSchema } from "./activation-instruction.js";
import { type ChannelDocument, INSTRUCTED } from "./channel-document.js";
import { sharedValue } from "./shared-value.js";

export const CHANNEL_HEAD_COLLECTION = "channel-heads";
const STATES: ReadonlySet<unknown> = new Set(channelStates);
const NO_SETTINGS = Object.freeze({});
const limitsSchema = z.lazy(() => activationInstructionSchema.unwrap().shape.limits);

/**
 * What a channel needs to work, beside its evidence: small, since a host reads the heads of all its channels when it starts. Written with the
 * document, in one group, and made from nothing else.
 */
export interface ChannelHead {
  readonly channelId: string;
  readonly accountId: string;
  readonly channelKind: string;
  readonly state: ChannelState;
  readonly isInstructed: boolean;
  readonly providerId: string;
  readonly settings?: unknown;
  readonly secret?: string | undefined;
  readonly unknownOutcome: "keep" | "send-again";
  readonly residency: ResidencyRule;
  readonly limits?: ChannelDocument["instruction"]["limits"];
  /** Hash of what the provider disclosed when it was accepted last: with it is clear whether it is still as it was accepted. */
  readonly acceptedManifest?: string | undefined;
  readonly isOutdated: boolean;
}

export function headOf(document: ChannelDocument): ChannelHead {
  const { channelId, accountId, channelKind, state, instruction, acceptances, outdated } = document;
  const { providerId, settings, secret, unknownOutcome, residency, limits } = instruction;
  return {
    ...{ channelId, accountId, channelKind, state, providerId, settings, secret, unknownOutcome, residency, limits },
    isInstructed: isInstructed(instruction),
    acceptedManifest: acceptances.at(-1)?.manifestSha256,
    isOutdated: outdated !== undefined,
  };
}

export function encodeHead({ channelId: id, accountId, ...head }: ChannelHead): StoredDocument {
  return { collection: CHANNEL_HEAD_COLLECTION, id, accountId, value: JSON.stringify(head) };
}

/**
 * By hand instead of by schema, because fifty thousand are read while a host starts; what few channels have, or many have alike, is checked by its
 * schema.
 * @returns nothing when it cannot be read, or says that a channel is active without its instruction (R4).
 */
export function decodeHead({ id: channelId, accountId, value }: StoredDocument): ChannelHead | undefined {
  const read = readJson(value);
  if (!isFlat(read)) return undefined;
  const { state, isInstructed, residency, limits, settings, secret, acceptedManifest } = read;
  if (INSTRUCTED.has(state) && !isInstructed) return undefined;
  const rule = readRule(residency);
  const wish = limitsSchema.safeParse(limits);
  if (rule === undefined || !wish.success) return undefined;
  const { channelKind, providerId, unknownOutcome, isOutdated } = read;
  return {
    ...{ channelId, accountId, channelKind, providerId, unknownOutcome, isOutdated, state, isInstructed },
    ...{ settings: isEmpty(settings) ? NO_SETTINGS : settings, secret, acceptedManifest },
    ...{ residency: rule, limits: wish.data },
  };
}

type Flat = Omit<ChannelHead, "channelId" | "accountId" | "residency" | "limits"> & {
  readonly residency: unknown;
  readonly limits?: unknown;
};

function isFlat(read: unknown): read is Flat {
  if (typeof read !== "object" || read === null) return false;
  const head = read as Readonly<Record<string, unknown>>;
  const isOptional = (one: unknown): boolean => one === undefined || typeof one === "string";
  return (
    typeof head["channelKind"] === "string" &&
    typeof head["providerId"] === "string" &&
    STATES.has(head["state"]) &&
    typeof head["isInstructed"] === "boolean" &&
    typeof head["isOutdated"] === "boolean" &&
    (head["unknownOutcome"] === "keep" || head["unknownOutcome"] === "send-again") &&
    isOptional(head["secret"]) &&
    isOptional(head["acceptedManifest"])
  );
}

/** Most accounts have one of a few rules: those are checked, and kept, once. One with safeguards is the account's own. */
function readRule(residency: unknown): ResidencyRule | undefined {
  const parse = (): ResidencyRule | undefined => residencyRuleSchema.safeParse(residency).data;
  if (typeof residency !== "object") return undefined;
  const text = JSON.stringify(residency);
  return text.endsWith('"safeguards":[]}') ? sharedValue(`rule ${text}`, parse) : parse();
}

function isEmpty(settings: unknown): boolean {
  const isObject = typeof settings === "object" && settings !== null && !Array.isArray(settings);
  return isObject && Object.keys(settings).length === 0;
}

function isInstructed({ instructed, shown, termsAccepted }: ChannelDocument["instruction"]): boolean {
  return instructed !== undefined && shown !== undefined && termsAccepted !== undefined;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No schema fits it.
    return undefined;
  }
}
