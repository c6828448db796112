import { type Refusal, refusal } from "./refusal.js";

/** What a decision on a message needs of a block in force (R20). */
export interface StandingBlock {
  readonly blockId: string;
  readonly subject: "account" | "channel" | "recipient";
  readonly channelId?: string | undefined;
  /** Reference of the person; see `PersonReferences`. */
  readonly person?: string | undefined;
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
    } else if (block.person !== undefined && message.people.includes(block.person)) ofRecipient ??= block;
  }
  if (ofChannel !== undefined) return refusalOfBlock(ofChannel);
  if (ofRecipient === undefined) return undefined;
  const { person: blocked } = ofRecipient;
  const positions = message.people.flatMap((person, position) => (person === blocked ? [String(position)] : []));
  return refusalOfBlock(ofRecipient, positions);
}
