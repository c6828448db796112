import "reflect-metadata";
import { describe, expect, test, vi } from "vitest";
import { scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { act, activate, startHost, text } from "../__fixtures__/start-host.js";
import type { AccountRegistry } from "../host/account-registry.js";
import type { Channel } from "../host/channel.js";
import { type GateName, gateNames } from "../policy/gate-name.js";
import { type Refusal, refusal } from "../policy/refusal.js";
import type { OutboundMessage } from "../spec/message/outbound-message.js";
import { GatePipeline } from "./gate-pipeline.js";

const open = { refusalOf: () => undefined } as Partial<AccountRegistry> as AccountRegistry;
const context = { channel: {} as Channel, message: {} as OutboundMessage, contentBytes: 0 };

function pipeline(answers: Partial<Record<GateName, () => Refusal | undefined | Promise<Refusal | undefined>>>) {
  const asked: GateName[] = [];
  const gates = new GatePipeline(open);
  // In reverse, so that the order is the pipeline's and not that of registration.
  for (const name of [...gateNames].reverse())
    gates.use({
      name,
      again: name !== "capability",
      decide: () => {
        asked.push(name);
        return answers[name]?.();
      },
    });
  return { gates, asked };
}

test("the gates are asked in their order, whatever the order they were added in", () => {
  const { gates, asked } = pipeline({});
  expect(gates.decide(context)).toBeUndefined();
  expect(asked).toEqual([
    "account",
    "block",
    "activation",
    "terms",
    "capability",
    "attachment",
    "service-window",
    "legal-basis",
    "suppression",
    "restriction",
    "residency",
    "fair-use",
  ]);
});

describe.each(gateNames.map((name, index) => [name, index] as const))("the gate %s", (name, index) => {
  const refused = refusal("CHANNEL_INACTIVE", { gate: name });

  test("ends the asking when it refuses, at once or with a promise", async () => {
    const now = pipeline({ [name]: () => refused });
    expect(now.gates.decide(context)).toBe(refused);
    expect(now.asked).toEqual(gateNames.slice(0, index + 1));
    const later = pipeline({ [name]: () => Promise.resolve(refused) });
    expect(await later.gates.decide(context)).toBe(refused);
    expect(later.asked).toEqual(gateNames.slice(0, index + 1));
  });

  test("is followed by the others when it agrees with a promise", async () => {
    const { gates, asked } = pipeline({ [name]: () => Promise.resolve(undefined) });
    expect(await gates.decide(context)).toBeUndefined();
    expect(asked).toEqual(gateNames);
  });
});

test("before a transfer only the gates are asked whose answer can have changed", () => {
  const { gates, asked } = pipeline({});
  void gates.decideAgain(context);
  expect(asked).toEqual(gateNames.filter((name) => name !== "capability"));
});

describe("a refusal of send", () => {
  test("is a value with rule, reason and remedy, and is in the trail and told", async () => {
    const told = vi.fn();
    const center = await startHost({ providers: [scriptedProvider({ content: { maxTextLength: 3 } }).provider] });
    center.on("message-refused", told);
    await activate(center);
    expect(await center.send(text("long"))).toEqual({
      accepted: false,
      refusal: expect.objectContaining({ code: "CONTENT_TOO_LARGE", gate: "capability", rule: "R8", party: "account" }),
    });
    expect(told).toHaveBeenCalledOnce();
    const [entry] = await center.ledger.audit({ accountId: "acme", action: "message-refused" });
    expect(entry).toMatchObject({ actor: "host", subject: "c1" });
    expect(JSON.parse(entry?.details ?? "")).toMatchObject({ code: "CONTENT_TOO_LARGE", length: 4, maxLength: 3 });
  });

  test("by an earlier gate hides what a later one would say", async () => {
    const scripted = scriptedProvider({ content: { maxTextLength: 3 } });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const code = async () => {
      const result = await center.send(text("long"));
      return result.accepted ? "" : result.refusal.code;
    };
    expect(await code()).toBe("CONTENT_TOO_LARGE");
    await center.providers.remove("scripted", act);
    await center.providers.add(scriptedProvider({ termsVersion: "2" }).provider, act);
    expect(await code()).toBe("TERMS_OUTDATED");
    await center.providers.disable("scripted", act);
    expect(await code()).toBe("PROVIDER_UNAVAILABLE");
    await center.channels.deactivate("acme", "c1", act);
    expect(await code()).toBe("CHANNEL_INACTIVE");
    await center.accounts.block({ accountId: "acme", act, reason: "a complaint" });
    expect(await code()).toBe("ACCOUNT_BLOCKED");
  });
});
