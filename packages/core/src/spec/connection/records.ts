import type { InboundDelivery } from "../capabilities/mailbox-sync.js";

/** One change of a channel's records. A value is any text; an id is printable ASCII without a blank, 1 to 500 characters. */
export type RecordChange =
  | { readonly kind: "put"; readonly id: string; readonly value: string }
  | { readonly kind: "delete"; readonly id: string };

/**
 * Durable records of one channel, for what the host's own deliveries and messages do not hold: the conversations of a chat. They lie in the host's
 * store under the channel's account, no other channel sees them, and they go with the account.
 */
export interface RecordsV1 {
  read(id: string): Promise<string | undefined>;
  /** By rising id: those that begin with `prefix`, behind the id `after`. At most 1,000. */
  list(query: {
    readonly prefix: string;
    readonly after?: string | undefined;
    readonly limit: number;
  }): Promise<readonly { readonly id: string; readonly value: string }[]>;
  /**
   * Durable and atomic when it resolves. A delivery in it is recorded as by `InboundSinkV1.accept`, in the same commit; when it was known
   * already, the changes are kept all the same.
   * @throws {StoreError} nothing of it was kept.
   */
  commit(
    changes: readonly RecordChange[],
    delivery?: Omit<InboundDelivery, "cursor">,
  ): Promise<{ readonly duplicate: boolean }>;
}
