import { fakeConnection, fakeTransfer } from "@plugboard/provider-testkit";
import type { ProviderInstanceV1 } from "@plugboard/core/spec";
import { describe, expect, test } from "vitest";
import { isolateHostile } from "./__fixtures__/isolate.js";
import type { Confinement } from "./host/confinement.js";

/** Where the system gives no namespaces: only what Node itself holds. */
const WITHOUT_NAMESPACES: Confinement = { command: [], network: false, processes: false, endsWithHost: false };

const ESCAPES = [
  "read a file",
  "read the host's environment",
  "write a file",
  "start a process",
  "start a thread",
  "see the environment",
  "connect a socket",
  "connect an inner socket",
  "resolve a name",
  "send a datagram",
  "use fetch",
  "signal the host",
  "load a native addon",
  "debug the host",
  "set V8's flags",
  "ask for a snapshot of the heap",
  "trace into a file",
  "open a database",
  "ask a resolver of its own",
  "listen by an inner handle",
  "put the host behind others",
] as const;

async function open(confinement?: Confinement): Promise<ProviderInstanceV1> {
  const { provider } = await isolateHostile(confinement === undefined ? {} : { confinement });
  return provider.open(fakeConnection(provider, { settings: {}, credentials: {} }));
}

const attempt = async (instance: ProviderInstanceV1, text: string): Promise<unknown> =>
  instance.outboundMessages?.doSend(
    fakeTransfer({
      recipients: [{ address: { kind: "phone", value: "+4930123456" } }],
      content: { type: "text", text },
    }),
  );

describe.each([
  ["as this system confines it", undefined],
  ["by Node's means alone", WITHOUT_NAMESPACES],
] as const)("a connector in a process of its own, %s", (_name, confinement) => {
  test.each(ESCAPES)("cannot %s", async (escape) => {
    const instance = await open(confinement);
    const outcome = await attempt(instance, escape).then(
      (value) => ({ done: value }),
      (error: unknown) => ({ refused: (error as Error).name }),
    );
    expect(outcome).toEqual({ refused: expect.any(String) as string });
    // It was refused, not ended: the process still answers.
    expect(await attempt(instance, "greet")).toMatchObject({ providerMessageId: "hello" });
  });
});

test("what a connector patches changes nothing in the host", async () => {
  const instance = await open();
  await attempt(instance, "patch what everybody uses").catch(() => undefined);
  expect([1, 2].map((one) => one * 2)).toEqual([2, 4]);
  expect(JSON.stringify({ a: 1 })).toBe('{"a":1}');
});
