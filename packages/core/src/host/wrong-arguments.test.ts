import { expect, test } from "vitest";
import { scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { activate, idOf, startHost, text } from "../__fixtures__/start-host.js";
import type { ContactCenter } from "./contact-center.js";

/** What callers without types hand in. */
const WRONG: readonly (readonly unknown[])[] = [
  [],
  [null],
  [1],
  ["acme"],
  [{}],
  ["acme", null],
  ["acme", {}],
  ["acme", []],
  ["acme", [null]],
  ["acme", Object.create(null)],
  ["acme", "c1", null],
  ["acme", "c1", {}],
  [{ accountId: null }],
  [{ accountId: "acme", act: null }],
  [{ accountId: "acme", address: null, recipient: null }],
];
const OWN = ["send", "receive", "replay", "on", "hook"] as const;
const FACETS = [
  ...(["messages", "channels", "consents", "suppressions", "ledger", "audit", "residency", "credentials"] as const),
  ...(["providers", "rights", "accounts", "blocks", "calls", "media", "templates", "availability"] as const),
  "conversations",
] as const satisfies readonly (keyof ContactCenter)[];
/** For the parts of the host among themselves. */
const INNER = new Set([
  ...["channels.goOn", "channels.halt", "channels.end", "residency.explained", "providers.letGo", "providers.follow"],
  ...["accounts.authorised", "accounts.sweep", "rights.sweep", "audit.read", "consents.recorded", "calls.resumed"],
]);

type Call = (...given: readonly unknown[]) => unknown;

/** Every method by its name, of objects and of what they inherit. */
function methodsOf(center: ContactCenter): Map<string, Call> {
  const found = new Map<string, Call>();
  const add = (name: string, owner: object, method: string): void => {
    const call: unknown = Reflect.get(owner, method);
    if (typeof call === "function") found.set(name, (...given) => Reflect.apply(call, owner, given) as unknown);
  };
  for (const name of OWN) add(name, center, name);
  for (const facet of FACETS) {
    const owner = center[facet];
    for (const method of Object.getOwnPropertyNames(Object.getPrototypeOf(owner))) {
      const name = `${facet}.${method}`;
      const { get } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(owner), method) ?? {};
      if (method !== "constructor" && get === undefined && !INNER.has(name)) add(name, owner, method);
    }
  }
  return found;
}

const isIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === "object" && value !== null && Symbol.asyncIterator in value;

test("wrong arguments are told by a code, whatever the call: never by an error of the language", async () => {
  const center = await startHost({ providers: [scriptedProvider().provider] });
  await activate(center);
  // What is looked for is looked for among others.
  await center.messages.settled("acme", idOf(await center.send(text("hello"))));
  const methods = methodsOf(center);
  expect(methods.size).toBeGreaterThan(70);
  const untyped = new Set<string>();
  for (const [name, call] of methods)
    for (const given of WRONG)
      try {
        const answered: unknown = await call(...given);
        if (isIterable(answered)) await answered[Symbol.asyncIterator]().next();
      } catch (error) {
        const code: unknown = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
        if (typeof code !== "string" || code.startsWith("ERR_")) untyped.add(`${name}: ${String(error)}`);
      }
  expect([...untyped]).toEqual([]);
});

test.each([
  ["no point of a host", "message-sent", { name: "mine" }],
  ["no name", "message-sending", {}],
  ["an order that is no number", "message-sending", { name: "mine", order: Number.NaN }],
  ["a time that is none", "message-sending", { name: "mine", timeoutMs: 0 }],
])("a hook with %s is refused, and not left without a word", async (_what, point, options) => {
  const center = await startHost();
  expect(() => center.hook(point as "message-sending", () => undefined, options as { name: string })).toThrow(
    expect.objectContaining({ code: "OPTION_INVALID" }),
  );
});
