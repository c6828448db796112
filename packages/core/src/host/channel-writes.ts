import type { StoreWrite } from "../ports/store.js";
import { CHANNEL_COLLECTION, type ChannelDocument } from "./channel-document.js";
import { encodeHead, headOf } from "./channel-head.js";

/** Says that every channel of the store has its head beside it: stores from before there were heads do not say so. */
export const HEADS_MARK: StoreWrite & { readonly kind: "document-put" } = {
  kind: "document-put",
  document: { collection: "host", id: "channel-heads", accountId: "", value: "{}" },
};

/** A channel as it is written, to be committed as one: the whole evidence, and the head that hosts start with. */
export function channelWrites(document: ChannelDocument): [StoreWrite, StoreWrite, StoreWrite] {
  const { channelId: id, accountId } = document;
  const value = JSON.stringify(document);
  return [
    { kind: "document-put", document: { collection: CHANNEL_COLLECTION, id, accountId, value } },
    { kind: "document-put", document: encodeHead(headOf(document)) },
    HEADS_MARK,
  ];
}
