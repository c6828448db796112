import type { Store } from "@plugboard/core";

/** A store that {@link describeStore} examines; it has a place of its own that nothing else uses. */
export interface StoreUnderTest {
  /** Empty and not yet opened; the suite opens and closes it. */
  readonly store: Store;
  /**
   * Another store on what the first one left behind, not yet opened; called after the first was closed. Leave it out where nothing
   * outlives the process: the tests of durability are then skipped, visibly.
   */
  readonly reopen?: () => Store;
  /** Called when the test is over and every store of it is closed. */
  readonly dispose?: () => Promise<void> | void;
}
