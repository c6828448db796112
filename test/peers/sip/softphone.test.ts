import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, onTestFinished, test, vi } from "vitest";
import { BaresipControl } from "./baresip-control.js";
import { CuttableWay } from "./cuttable-way.js";
import { describeWithSipPeers } from "./describe-with-sip-peers.js";
import { CHROMIUM, openSoftphones, type SoftphonePage } from "./open-softphones.js";

const READY = 'window.phone.state === "ready"';
const TALKING = 'window.phone.calls.some((call) => call.state === "established")';
const OVER = 'window.phone.calls.every((call) => call.state === "ended")';
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Notes from now on what the two sides of a page's call say of where they are. */
const noteDescriptions = (side: SoftphonePage): Promise<unknown> =>
  side.ask(`(() => {
    const { session } = window.phone.phone.session(window.phone.calls[0].id);
    window.descriptions = [];
    session.on("sdp", ({ originator, type }) => window.descriptions.push(originator + " " + type));
  })()`);

interface Report {
  event: string;
  direction: string;
  sequence: number;
  cause?: string;
  endedBy?: string;
  sipStatus?: number;
}

async function dial({ page }: SoftphonePage, target: string): Promise<void> {
  await page.getByLabel("Number or address").fill(target);
  await page.getByRole("button", { name: "Call", exact: true }).click();
}

const press = ({ page }: SoftphonePage, name: string): Promise<void> =>
  page.getByRole("button", { name, exact: true }).first().click();

const reports = (phone: SoftphonePage): Promise<Report[]> => phone.ask("window.reports");

/** Both directions, counted by the browser: 50 packets are a second of sound. */
const HEARD_AND_SPOKEN = `(async () => {
  const call = window.phone.calls.find((one) => one.state === "established");
  const { sent, received } = await window.packets(call.id);
  return sent > 50 && received > 50;
})()`;

async function findings({ page }: SoftphonePage): Promise<string[]> {
  // By the debugger, not as a script of the page: its policy stays as strict as it is.
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: AXE });
  const run = await session.send("Runtime.evaluate", {
    expression: "axe.run().then((result) => JSON.stringify(result.violations.map((found) => found.id)))",
    awaitPromise: true,
  });
  return JSON.parse(String(run.result.value)) as string[];
}

describeWithSipPeers("the softphone in a browser, through Kamailio", [CHROMIUM], (peers) => {
  // A browser on a busy machine takes its time.
  vi.setConfig({ testTimeout: 90_000 });
  const open = openSoftphones(peers);
  const baresip = async (): Promise<BaresipControl> => {
    const control = await BaresipControl.open(peers.controlPort);
    onTestFinished(() => control.close());
    return control;
  };

  test("calls baresip: sound flows both ways, a digit arrives, and hanging up ends both sides", async () => {
    const control = await baresip();
    const anna = await open("anna");
    await anna.until(READY);
    await dial(anna, "echo");
    await anna.until(TALKING);
    await anna.until(HEARD_AND_SPOKEN);
    await control.next("CALL_RTCP");

    await press(anna, "7");
    await press(anna, "#");
    await control.next("CALL_DTMF_START", ({ param }) => param === "7");
    await control.next("CALL_DTMF_START", ({ param }) => param === "#");

    await press(anna, "Hang up");
    await anna.until(OVER);
    await control.next("CALL_CLOSED");
    expect(await reports(anna)).toMatchObject([
      { event: "ringing", direction: "outbound" },
      { event: "answered" },
      { event: "ended", cause: "completed", endedBy: "operator" },
    ]);
    expect(await anna.ask("window.violations")).toEqual([]);
  });

  test("ends when baresip hangs up", async () => {
    const control = await baresip();
    const anna = await open("anna");
    await anna.until(READY);
    await dial(anna, "echo");
    await anna.until(TALKING);
    await control.next("CALL_ESTABLISHED");
    control.command("hangup");
    await anna.until(OVER);
    expect((await reports(anna)).at(-1)).toMatchObject({ event: "ended", cause: "completed", endedBy: "remote" });
  });

  test.each([
    ["486", "busy", "Busy"],
    ["600", "busy", "Busy"],
    ["603", "declined", "Declined"],
    ["607", "declined", "Declined"],
    ["480", "unreachable", "Cannot be reached"],
    ["503", "failed", "Could not be connected"],
  ])("reports the final answer %s as %s, once, and shows it", async (status, cause, shown) => {
    const anna = await open("anna");
    await anna.until(READY);
    await dial(anna, `answer${status}`);
    await anna.until('window.reports.some((report) => report.event === "ended")');
    expect((await reports(anna)).filter(({ event }) => event === "ended")).toMatchObject([
      { cause, sipStatus: Number(status), endedBy: "remote" },
    ]);
    await anna.page.getByRole("listitem").getByText(shown).waitFor();
  });

  test("who has no permit of the gateway is refused by a server that asks for it", async () => {
    const anna = await open("anna");
    await anna.until(READY);
    await dial(anna, "guarded");
    await anna.until('window.reports.some((report) => report.event === "ended")');
    expect((await reports(anna)).at(-1)).toMatchObject({ event: "ended", cause: "failed", sipStatus: 403 });
  });

  test.each([
    ["credentials that have ended", { lifetimeSeconds: -60 }],
    ["credentials of another secret", { secret: "another" }],
    ["somebody else's credentials", { as: "bert" }],
  ])("is refused with %s", async (_name, options) => {
    const anna = await open("anna", options);
    await anna.until('window.phone.state === "refused"');
    expect(await anna.page.getByRole("status").textContent()).toBe("Refused by the server");
  });

  test("a server that is busy for a moment is asked again, until it has registered the telephone", async () => {
    const anna = await open("later");
    await anna.until(READY);
  });

  test("two browsers call each other: answer, mute, hold and resume, hang up", async () => {
    const [anna, bert] = await Promise.all([open("anna"), open("bert")]);
    await Promise.all([anna.until(READY), bert.until(READY)]);
    await dial(anna, bert.user);
    await bert.page.getByRole("alert").getByText("Incoming call from").waitFor({ state: "attached" });
    await press(bert, "Answer");
    await Promise.all([anna.until(TALKING), bert.until(TALKING)]);
    await Promise.all([anna.until(HEARD_AND_SPOKEN), bert.until(HEARD_AND_SPOKEN)]);

    await press(anna, "Mute");
    await anna.until("window.phone.calls[0].muted");
    expect(await anna.page.getByRole("button", { name: "Mute" }).getAttribute("aria-pressed")).toBe("true");
    await press(anna, "Hold");
    await Promise.all([anna.until("window.phone.calls[0].held"), bert.until("window.phone.calls[0].heldByRemote")]);
    await press(anna, "Hold");
    await Promise.all([anna.until("!window.phone.calls[0].held"), bert.until("!window.phone.calls[0].heldByRemote")]);
    // Off hold again before the other side has answered.
    await anna.ask(`(({ shadowRoot }) => {
      const hold = shadowRoot.querySelector("[data-action=hold]");
      hold.click();
      hold.click();
    })(window.phone)`);
    const count = (event: string): string => `window.reports.filter(({ event }) => event === "${event}").length`;
    await anna.until(`${count("held")} === ${count("resumed")} && ${TALKING}`);
    await Promise.all([anna.until("!window.phone.calls[0].held"), bert.until("!window.phone.calls[0].heldByRemote")]);

    await press(bert, "Hang up");
    await Promise.all([anna.until(OVER), bert.until(OVER)]);
    const told = await reports(anna);
    expect(told.slice(0, 4).map(({ event }) => event)).toEqual(["ringing", "answered", "held", "resumed"]);
    expect(told.filter(({ event }) => event === "ended")).toMatchObject([{ cause: "completed", endedBy: "remote" }]);
    expect(await reports(bert)).toMatchObject([
      { event: "offered", direction: "inbound" },
      { event: "answered" },
      { event: "ended", cause: "completed", endedBy: "operator" },
    ]);
  });

  test("a call that is declined or withdrawn is over on both sides", async () => {
    const [anna, bert] = await Promise.all([open("anna"), open("bert")]);
    await Promise.all([anna.until(READY), bert.until(READY)]);
    await dial(anna, bert.user);
    await bert.until('window.phone.calls[0]?.state === "offered"');
    // Two tones are a ring; the browser lets a page sound that somebody has clicked in.
    await bert.page.getByRole("heading", { name: "Desk" }).click();
    await bert.until("window.rings >= 2");
    expect(await anna.ask("window.rings")).toBe(0);
    await press(bert, "Decline");
    await Promise.all([anna.until(OVER), bert.until(OVER)]);
    expect((await reports(anna)).at(-1)).toMatchObject({ event: "ended", cause: "declined", sipStatus: 603 });

    await dial(anna, bert.user);
    await bert.until('window.phone.calls.at(-1).state === "offered"');
    await press(anna, "Hang up");
    await Promise.all([anna.until(OVER), bert.until(OVER)]);
    expect((await reports(bert)).at(-1)).toMatchObject({ event: "ended", cause: "cancelled" });
  });

  test("gives a call to somebody else without asking (REFER)", async () => {
    const control = await baresip();
    const [anna, bert] = await Promise.all([open("anna"), open("bert")]);
    await Promise.all([anna.until(READY), bert.until(READY)]);
    await dial(anna, bert.user);
    await bert.until('window.phone.calls[0]?.state === "offered"');
    await press(bert, "Answer");
    await anna.until(TALKING);
    await press(bert, "Transfer");
    await bert.page.getByLabel("Transfer to").fill("echo");
    await press(bert, "Transfer now");
    await control.next("CALL_ESTABLISHED", ({ peeruri }) => peeruri === `sip:${anna.user}@${peers.domain}`);
    await bert.until(OVER);
    await anna.until(TALKING);
    expect((await reports(bert)).map(({ event }) => event)).toEqual(["offered", "answered", "transferred", "ended"]);
  });

  test("connects two callers and leaves them (REFER with Replaces)", async () => {
    const [anna, bert, carl] = await Promise.all([open("anna"), open("bert"), open("carl")]);
    await Promise.all([anna.until(READY), bert.until(READY), carl.until(READY)]);
    await dial(anna, bert.user);
    await bert.until('window.phone.calls[0]?.state === "offered"');
    await press(bert, "Answer");
    await anna.until(TALKING);
    await dial(bert, carl.user);
    await carl.until('window.phone.calls[0]?.state === "offered"');
    await press(carl, "Answer");
    await bert.until('window.phone.calls.filter((call) => call.state === "established").length === 2');
    await bert.page.getByRole("button", { name: `Connect with ${carl.user}@${peers.domain}` }).click();
    await bert.until(OVER);
    const talksTo = ({ user }: SoftphonePage): string =>
      `window.phone.calls.some((call) => call.state === "established" && call.address === "sip:${user}@${peers.domain}")`;
    await Promise.all([anna.until(talksTo(carl)), carl.until(talksTo(anna))]);
    await anna.until(HEARD_AND_SPOKEN);
  });

  test("keeps a call when the connection to the server drops, and is reached in it again", async () => {
    const control = await baresip();
    const way = await CuttableWay.open(peers.wssPort);
    onTestFinished(() => way.close());
    const anna = await open("anna", { port: way.port });
    await anna.until(READY);
    await dial(anna, "echo");
    await anna.until(TALKING);
    way.cut();
    await anna.until('window.phone.state !== "ready"');
    expect(await anna.ask(TALKING)).toBe(true);
    await anna.until(READY);
    await anna.until(HEARD_AND_SPOKEN);
    control.command("hangup");
    await anna.until(OVER);
  });

  test("two browsers keep their call when both lose the server at once, and hang up through it afterwards", async () => {
    const way = await CuttableWay.open(peers.wssPort);
    onTestFinished(() => way.close());
    const [anna, bert] = await Promise.all([open("anna", { port: way.port }), open("bert", { port: way.port })]);
    await Promise.all([anna.until(READY), bert.until(READY)]);
    await dial(anna, bert.user);
    await bert.until('window.phone.calls[0]?.state === "offered"');
    await press(bert, "Answer");
    await Promise.all([anna.until(TALKING), bert.until(TALKING)]);
    // Each says once where it is, and is told so by the other: two offers and two answers.
    await Promise.all([anna, bert].map(noteDescriptions));
    way.cut();
    await Promise.all([anna, bert].map((side) => side.until('window.phone.state !== "ready"')));
    await Promise.all([anna, bert].map((side) => side.until(READY)));
    await Promise.all([anna, bert].map((side) => side.until("window.descriptions.length >= 4")));
    expect([await anna.ask(TALKING), await bert.ask(TALKING)]).toEqual([true, true]);
    await press(bert, "Hang up");
    await Promise.all([anna.until(OVER), bert.until(OVER)]);
    expect((await reports(anna)).at(-1)).toMatchObject({ event: "ended", cause: "completed", endedBy: "remote" });
  });

  test("a call goes on when the caller finds the server again before the other side does", async () => {
    const [near, far] = await Promise.all([CuttableWay.open(peers.wssPort), CuttableWay.open(peers.wssPort)]);
    onTestFinished(() => [near, far].forEach((way) => way.close()));
    const [anna, bert] = await Promise.all([open("anna", { port: near.port }), open("bert", { port: far.port })]);
    await Promise.all([anna.until(READY), bert.until(READY)]);
    await dial(anna, bert.user);
    await bert.until('window.phone.calls[0]?.state === "offered"');
    await press(bert, "Answer");
    await Promise.all([anna.until(TALKING), bert.until(TALKING)]);
    await Promise.all([anna, bert].map(noteDescriptions));
    far.isShut = true;
    for (const way of [near, far]) way.cut();
    await Promise.all([anna, bert].map((side) => side.until('window.phone.state !== "ready"')));
    await anna.until(`${READY} && window.descriptions.includes("local offer")`);
    far.isShut = false;
    await bert.until(READY);
    await Promise.all(
      [anna, bert].map((side) =>
        side.until('window.descriptions.includes("local answer") || window.descriptions.includes("remote answer")'),
      ),
    );
    expect([await anna.ask(TALKING), await bert.ask(TALKING)]).toEqual([true, true]);
    await press(bert, "Hang up");
    await Promise.all([anna.until(OVER), bert.until(OVER)]);
    expect((await reports(anna)).at(-1)).toMatchObject({ event: "ended", cause: "completed", endedBy: "remote" });
  });

  test("a page that is left in mid-call hangs up", async () => {
    const [anna, bert] = await Promise.all([open("anna"), open("bert")]);
    await Promise.all([anna.until(READY), bert.until(READY)]);
    await dial(anna, bert.user);
    await bert.until('window.phone.calls[0]?.state === "offered"');
    await press(bert, "Answer");
    await Promise.all([anna.until(TALKING), bert.until(TALKING)]);
    await anna.page.goto("about:blank");
    await bert.until(OVER);
    expect((await reports(bert)).at(-1)).toMatchObject({ event: "ended", cause: "completed", endedBy: "remote" });
  });

  test("shows how loud one speaks, and goes on with another microphone and loudspeaker", async () => {
    const anna = await open("anna");
    await anna.until(READY);
    await dial(anna, "echo");
    await anna.until(TALKING);
    await anna.page.getByText("Sound", { exact: true }).click();
    // The browser's own microphone beeps once a second.
    await anna.until('window.phone.shadowRoot.querySelector("meter").value > 0');
    const speaking = `(async () => {
      const call = window.phone.calls.find((one) => one.state === "established");
      const all = [...(await window.phone.stats(call.id)).values()];
      const track = all.find(({ type }) => type === "media-source").trackIdentifier;
      return { track, sent: all.find(({ type }) => type === "outbound-rtp").packetsSent };
    })()`;
    const before = await anna.ask<{ track: string; sent: number }>(speaking);
    await anna.page.getByLabel("Microphone", { exact: true }).selectOption({ index: 2 });
    await anna.until(`(async () => {
      const { track, sent } = await ${speaking};
      return track !== ${JSON.stringify(before.track)} && sent > ${before.sent + 50};
    })()`);
    await anna.page.getByLabel("Loudspeaker", { exact: true }).selectOption({ index: 1 });
    await anna.until(`(() => {
      const chosen = window.phone.shadowRoot.querySelector("[data-device=speaker]").value;
      return chosen !== "" && window.phone.shadowRoot.querySelector("audio").sinkId === chosen;
    })()`);
    await press(anna, "Mute");
    const second = await anna.ask<{ track: string }>(speaking);
    await anna.page.getByLabel("Microphone", { exact: true }).selectOption({ index: 1 });
    await anna.until(`(async () => (await ${speaking}).track !== ${JSON.stringify(second.track)})()`);
    // Another microphone is as mute as the one before it, and those that are not used any more are let go.
    const heard = "window.microphones.filter(({ readyState }) => readyState === 'live')";
    await anna.until(`${heard}.length === 1`);
    expect(await anna.ask(`${heard}.map(({ enabled }) => enabled)`)).toEqual([false]);
    await press(anna, "Hang up");
    await anna.until(OVER);
    await anna.until('window.phone.shadowRoot.querySelector("meter").value === 0');
    expect(await anna.ask(`${heard}.length`)).toBe(0);
  });

  test("can be used by keyboard alone, and by a screen reader in every state", async () => {
    const control = await baresip();
    const anna = await open("anna");
    await anna.until(READY);
    expect(await findings(anna)).toEqual([]);
    await anna.page.keyboard.press("Tab");
    await anna.page.keyboard.type("echo");
    await anna.page.keyboard.press("Enter");
    await anna.until(TALKING);
    await anna.page.getByText("Connected with").waitFor({ state: "attached" });
    expect(await findings(anna)).toEqual([]);
    // The focus is on "Hang up"; the keypad comes next and takes what is typed.
    await anna.page.keyboard.press("Tab");
    await anna.page.keyboard.type("42");
    await control.next("CALL_DTMF_START", ({ param }) => param === "2");
    await anna.page.keyboard.press("Shift+Tab");
    await anna.page.keyboard.press("Enter");
    await anna.until(OVER);
    await control.next("CALL_CLOSED");
    expect(await anna.ask("window.phone.shadowRoot.activeElement?.id")).toBe("target");
    expect(await findings(anna)).toEqual([]);
  });
});
