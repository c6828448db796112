import { expect, test } from "vitest";
import { scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { act, activate, startHost } from "../__fixtures__/start-host.js";
import type { ContactCenter } from "./contact-center.js";

const configure = (center: ContactCenter, channelId?: string) =>
  center.channels.configure(
    { accountId: "thief", providerId: "scripted", residency: { zones: ["EEA"] }, ...(channelId && { channelId }) },
    act,
  );
const answerTo = async (asked: Promise<unknown>): Promise<unknown> => {
  const error: unknown = await asked.catch((reason: unknown) => reason);
  return error instanceof Error ? error.message : error;
};

test("where the host makes the ids of channels, one that another account has is answered like one that nobody has", async () => {
  const { provider } = scriptedProvider();
  const center = await startHost({ providers: [provider], settings: { channelIds: "made" } });
  const made = await activate(center, { channelId: undefined });
  const victims = made.activated ? made.channelId : "";
  for (const ask of [
    (channelId: string) => activate(center, { accountId: "thief", channelId }),
    (channelId: string) => configure(center, channelId),
  ]) {
    const [taken, free] = [await answerTo(ask(victims)), await answerTo(ask("nobodys"))];
    expect(taken).toEqual(free);
    expect(taken).toMatch(/^INSTRUCTION_INVALID.*leave it out/);
  }
  expect(center.channels.list("thief")).toEqual([]);
});

test("there an account configures its own channel anew by its id", async () => {
  const { provider } = scriptedProvider();
  const center = await startHost({ providers: [provider], settings: { channelIds: "made" } });
  const { channelId } = (await configure(center)) as { readonly channelId: string };
  expect(await configure(center, channelId)).toEqual({ configured: true, channelId });
  await expect(activate(center, { accountId: "thief", channelId })).rejects.toMatchObject({ code: "CHANNEL_EXISTS" });
});
