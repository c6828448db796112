import type { StoreFailure } from "./store-failure.js";

/** Carries a failure through the worker. */
export class StoreFailed extends Error {
  constructor(readonly failure: StoreFailure) {
    super(failure.code);
  }
}
