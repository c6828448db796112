import { type Refusal, refusal } from "./refusal.js";

/** What a decision on a message needs of a block in force (R20). */
export interface StandingBlock {
  readonly blockId: string;
  readonly subject: "account" | "channel" | "recipient";
  readonly channelId?: string | undefined;
  /** References of the person; see `PersonReferences`. */
  readonly people?: readonly string[] | undefined;
}

/** A message as far as blocks look at it. */
export interface BlockableMessage {
  readonly channelId: string;
  /** References of its recipients, in their order. */
  readonly people: readonly string[];
}

/** The refusal that a block means for its subject. */
export function refusalOfBlock({ blockId, subject }: StandingBlock, positions: readonly string[] = []): Refusal {
  switch (subject) {
    case "account":
      return refusal("ACCOUNT_BLOCKED", { blockId });
    case "channel":
      return refusal("CHANNEL_BLOCKED", { blockId });
    case "recipient":
      return refusal("RECIPIENT_BLOCKED", { blockId, positions });
  }
}

/** The first block in force that a message runs into, the widest first. One blocked recipient stops the whole message: it is never changed (R8). */
export function decideBlocks(blocks: Iterable<StandingBlock>, message: BlockableMessage): Refusal | undefined {
  let ofRecipient: StandingBlock | undefined;
  let ofChannel: StandingBlock | undefined;
  for (const block of blocks) {
    if (block.subject === "account") return refusalOfBlock(block);
    if (block.subject === "channel") {
      if (block.channelId === message.channelId) ofChannel ??= block;
    } else if (block.people?.some((person) => message.people.includes(person)) === true) ofRecipient ??= block;
  }
  if (ofChannel !== undefined) return refusalOfBlock(ofChannel);
  if (ofRecipient === undefined) return undefined;
  const { people = [] } = ofRecipient;
  const positions = message.people.flatMap((person, position) => (people.includes(person) ? [String(position)] : []));
  return refusalOfBlock(ofRecipient, positions);
}
