/** What the host process of an erasure row does: fill a store, or erase a person from it and go on with what an earlier one began. */
export interface ErasureOrder {
  readonly mode: "seed" | "erase";
  readonly database: string;
  /** With `seed`: messages to each of the two. */
  readonly size?: number;
  /** Leaves the files as they are. */
  readonly mutant?: boolean;
}
