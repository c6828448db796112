import "reflect-metadata";
import { memoryStore } from "../ports/memory/index.js";
import { inject, injectable } from "tsyringe";
import { describe, expect, test } from "vitest";
import { createContainer, services } from "./create-container.js";
import { TOKENS } from "./tokens.js";

type Service = new (...parameters: never[]) => unknown;

/** tsyringe keeps what was given to `@inject` here, by the parameter's position: `{ token, isOptional }`. */
function explicitTokens(service: Service): Record<string, unknown> {
  const kept = (Reflect.getOwnMetadata("injectionTokens", service) ?? {}) as Record<string, { token: unknown }>;
  return Object.fromEntries(Object.entries(kept).map(([position, { token }]) => [position, token]));
}

/** Positions of constructor parameters without a token of ours. */
function forgotten(service: Service): number[] {
  const tokens = explicitTokens(service);
  const known = new Set<unknown>(Object.values(TOKENS));
  return Array.from({ length: service.length }, (_, index) => index).filter((index) => !known.has(tokens[index]));
}

describe.each(Object.entries(services) as [keyof typeof services, Service][])("%s", (name, service) => {
  test("has a token for itself and an explicit @inject for every constructor parameter", () => {
    expect(TOKENS[name].description).toBe(`@plugboard/core/${name}`);
    expect(forgotten(service)).toEqual([]);
    expect(Object.keys(explicitTokens(service))).toHaveLength(service.length);
  });

  test("is registered with all it needs, one instance per host", () => {
    const container = createContainer({ authority: { unchecked: "a test" }, store: memoryStore() });
    for (const token of Object.values(explicitTokens(service)))
      expect(container.isRegistered(token as symbol)).toBe(true);
    expect(container.resolve(TOKENS[name])).toBe(container.resolve(TOKENS[name]));
    expect(container.resolve(TOKENS[name])).toBeInstanceOf(service);
  });
});

test("every token is registered", () => {
  const container = createContainer({ authority: { unchecked: "a test" }, store: memoryStore() });
  expect(Object.entries(TOKENS).filter(([, token]) => !container.isRegistered(token))).toEqual([]);
});

test("two hosts share no service", () => {
  const [one, other] = [
    createContainer({ authority: { unchecked: "a test" }, store: memoryStore() }),
    createContainer({ authority: { unchecked: "a test" }, store: memoryStore() }),
  ];
  for (const name of Object.keys(services) as (keyof typeof services)[])
    expect(one.resolve(TOKENS[name])).not.toBe(other.resolve(TOKENS[name]));
});

test("a forgotten @inject is found", () => {
  @injectable()
  class Forgetful {
    constructor(
      @inject(TOKENS.Clock) readonly clock: unknown,
      readonly forgottenOne: unknown,
    ) {}
  }
  expect(forgotten(Forgetful)).toEqual([1]);
});

test.each([
  ["nothing", undefined],
  ["an empty reason", { unchecked: "" }],
  ["something that cannot be asked", { authorise: true }],
])("a host whose authority is %s does not start (R4)", (_what, authority) => {
  expect(() => createContainer({ store: memoryStore(), authority } as never)).toThrow(/OPTION_INVALID.*authority/s);
});

test("an option that is not valid is named, without its value", () => {
  expect(() =>
    createContainer({ authority: { unchecked: "a test" }, store: memoryStore(), settings: { laneWindow: 0 } }),
  ).toThrow(/OPTION_INVALID.*laneWindow/s);
});
