import type { Store, StoreOpening } from "@plugboard/core";
import { onTestFinished } from "vitest";
import type { StoreUnderTest } from "./store-under-test.js";

/** Gives each test its own opened store and closes it afterwards. */
export class StoreFixture {
  constructor(private readonly create: () => StoreUnderTest | Promise<StoreUnderTest>) {}

  async open(): Promise<Store> {
    return (await this.openTwice()).store;
  }

  /** @returns the store, what opening it said, and a function that closes it and opens what it left behind; `undefined` where that is not supported. */
  async openTwice(): Promise<{
    store: Store;
    opening: StoreOpening;
    reopen: (() => Promise<{ store: Store; opening: StoreOpening }>) | undefined;
  }> {
    const { store, reopen, dispose } = await this.create();
    const opened = [store];
    onTestFinished(async () => {
      for (const one of opened) await one.close();
      await dispose?.();
    });
    const opening = await store.open();
    if (!reopen) return { store, opening, reopen: undefined };
    return {
      store,
      opening,
      reopen: async () => {
        await opened.at(-1)?.close();
        const next = reopen();
        opened.push(next);
        return { store: next, opening: await next.open() };
      },
    };
  }
}
