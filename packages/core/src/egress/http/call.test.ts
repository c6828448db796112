import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Route } from "../channel/route.js";
import { Call } from "./call.js";

const ROUTE: Route = {
  operation: "probe",
  timeoutMs: 1_000,
  maxResponseBytes: 100,
  needsTransfer: false,
  endpoints: [],
};

test("calls that are answered in one turn are told their answers together, when all have arrived", async () => {
  const order: string[] = [];
  const begin = (name: string) => {
    const owner = { channelId: "c", ended: () => undefined };
    const transport = {
      start: () => undefined,
      release: () => void order.push(`read ${name}`),
      destroy: () => Promise.resolve(),
    };
    let call: Call | undefined;
    const told = new Promise<number>((resolve, reject) => {
      const request = { method: "GET", path: "/", headers: [], body: null } as const;
      const answered = ({ status }: { status: number }): void => {
        order.push(`told ${name}`);
        resolve(status);
      };
      call = new Call(owner, transport, ROUTE, "api", undefined, { ...request, headers: [] }, answered, reject);
    });
    return { told, answer: () => [call?.onConnect(() => undefined), call?.onHeaders(200, []), call?.onComplete()] };
  };
  const [first, second] = [begin("first"), begin("second")];
  first.answer();
  await Promise.resolve();
  second.answer();
  await turn();
  expect(order).toEqual(["read first", "read second", "told first", "told second"]);
  expect(await Promise.all([first.told, second.told])).toEqual([200, 200]);
});
