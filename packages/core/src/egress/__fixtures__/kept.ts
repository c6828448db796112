import { afterEach } from "vitest";

interface Closable {
  close(): Promise<unknown>;
}

/** Closes what a test made, last first, when the test is over. */
export function keeper(): <T extends Closable>(one: T) => T {
  const toClose: Closable[] = [];
  afterEach(async () => {
    for (const one of toClose.splice(0).reverse()) await one.close();
  });
  return (one) => {
    toClose.push(one);
    return one;
  };
}
