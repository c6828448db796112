import { expect, test, vi } from "vitest";
import { describeWithSipPeers } from "./describe-with-sip-peers.js";
import { CHROMIUM, openSoftphones, type SoftphonePage } from "./open-softphones.js";
import { sipRegistration } from "./sip-credentials.js";

const READY = 'window.phone.state === "ready"';
const TALKING = 'window.phone.calls.some((call) => call.state === "established")';
/** Whether what is spoken into is open, in the call that is spoken in. */
const IS_OPEN = `window.phone.phone.session(window.phone.calls.find(({ state, held }) => state === "established" && !held).id)
  .connection.getSenders().every(({ track }) => track.readyState === "live")`;
const LIVE = "window.microphones.filter(({ readyState }) => readyState === 'live').length";

const click = (side: SoftphonePage, action: string, times = 1): Promise<unknown> =>
  side.ask(`(({ shadowRoot }) => {
    const button = [...shadowRoot.querySelectorAll("[data-action=${action}]")].findLast(({ hidden }) => !hidden);
    for (let left = ${times}; left > 0; left--) button.click();
  })(window.phone)`);

async function dial({ page }: SoftphonePage, target: string): Promise<void> {
  await page.getByLabel("Number or address").fill(target);
  await page.getByRole("button", { name: "Call", exact: true }).click();
}

/** The telephone is put in anew, with a host that registers it as these say in turn: a registration, or nothing. */
const startAgain = (side: SoftphonePage, registrations: readonly (object | undefined)[]): Promise<unknown> =>
  side.ask(`(() => {
    const { desk } = window.phone;
    window.phone.remove();
    const left = ${JSON.stringify(registrations.map((one) => one ?? null))};
    const register = async () => {
      const next = left.length > 1 ? left.shift() : left[0];
      if (next === null) throw new Error("no registration: 503");
      return next;
    };
    window.phone = document.createElement("plugboard-softphone");
    window.phone.desk = { ...desk, register };
    document.querySelector("main").append(window.phone);
  })()`);

describeWithSipPeers("the softphone when something goes wrong", [CHROMIUM], (peers) => {
  // A browser on a busy machine takes its time.
  vi.setConfig({ testTimeout: 90_000 });
  const open = openSoftphones(peers);
  const ready = async (...names: string[]): Promise<SoftphonePage[]> => {
    const sides = await Promise.all(names.map((name) => open(name)));
    await Promise.all(sides.map((side) => side.until(READY)));
    return sides;
  };
  const alert = (side: SoftphonePage, text: string): Promise<void> =>
    side.page.getByRole("alert").getByText(text).waitFor({ state: "attached" });

  test("a second press on Call or Answer is no second call, and silences nobody", async () => {
    const [anna, bert] = await ready("anna", "bert");
    if (!anna || !bert) return;
    await anna.page.getByLabel("Number or address").fill(bert.user);
    await click(anna, "call", 2);
    await bert.until('window.phone.calls.some(({ state }) => state === "offered")');
    await click(bert, "answer", 2);
    await Promise.all([anna.until(TALKING), bert.until(TALKING)]);
    // As long as a second one would take.
    await Promise.all([anna.until(`${LIVE} === 1`), bert.until(`${LIVE} === 1`)]);
    expect([await anna.ask(IS_OPEN), await bert.ask(IS_OPEN)]).toEqual([true, true]);
    expect([await anna.ask("window.phone.calls.length"), await bert.ask("window.phone.calls.length")]).toEqual([1, 1]);
  });

  test("a call whose voices have lost their way, as in another network, looks for another one and goes on", async () => {
    const [anna, bert] = await ready("anna", "bert");
    if (!anna || !bert) return;
    await dial(anna, bert.user);
    await bert.until('window.phone.calls.some(({ state }) => state === "offered")');
    await click(bert, "answer");
    await anna.until(TALKING);
    const name =
      "window.phone.phone.session(window.phone.calls[0].id).connection.localDescription.sdp.match(/ice-ufrag:(\\S+)/)[1]";
    const before = await anna.ask<string>(name);
    await anna.ask(`(() => {
      const { connection } = window.phone.phone.session(window.phone.calls[0].id);
      Object.defineProperty(connection, "iceConnectionState", { value: "failed", configurable: true });
      connection.dispatchEvent(new Event("iceconnectionstatechange"));
      delete connection.iceConnectionState;
    })()`);
    await anna.until(`${name} !== ${JSON.stringify(before)}`);
    await anna.until(TALKING);
  });

  test("a headset that is pulled out is replaced by the standard device, and the operator is told", async () => {
    const [anna] = await ready("anna");
    if (!anna) return;
    await dial(anna, "echo");
    await anna.until(TALKING);
    await click(anna, "mute");
    // As a browser does it: the track ends without having been stopped by the page.
    await anna.ask(`(() => {
      const [lost] = window.microphones;
      lost.stop();
      lost.dispatchEvent(new Event("ended"));
    })()`);
    await alert(anna, "The microphone is not there any more");
    await anna.until(IS_OPEN);
    expect(await anna.ask("window.phone.calls[0].muted")).toBe(true);
    // The level is the one of the microphone that is spoken into.
    await click(anna, "mute");
    await anna.page.getByText("Sound", { exact: true }).click();
    await anna.until('window.phone.shadowRoot.querySelector("meter").value > 0');

    // And the loudspeaker of it.
    await anna.page.getByLabel("Loudspeaker", { exact: true }).selectOption({ index: 1 });
    await anna.until('window.phone.shadowRoot.querySelector("audio").sinkId !== ""');
    await anna.ask(`(() => {
      navigator.mediaDevices.enumerateDevices = async () => [];
      navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
    })()`);
    await anna.until('window.phone.shadowRoot.querySelector("audio").sinkId === ""');
  });

  test("a call the host asks for is over for it where the microphone is refused", async () => {
    const [anna] = await ready("anna");
    if (!anna) return;
    await anna.ask(
      'navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotAllowedError"))',
    );
    await anna.ask('window.command({ commandId: "call_1.proof", command: "dial", to: "+49 30 901820" })');
    await anna.until("window.reports.length > 0");
    expect(await anna.ask("window.reports")).toMatchObject([
      {
        ...{ event: "ended", commandId: "call_1.proof", cause: "failed", endedBy: "operator" },
        to: `sip:+4930901820@${peers.domain}`,
      },
    ]);
  });

  test.each([
    ["the host has none to give for a moment", () => undefined],
    ["the server refuses those it has", sipRegistration],
  ])("asks for credentials again when %s", async (_name, first) => {
    const [anna] = await ready("anna");
    if (!anna) return;
    const good = sipRegistration(peers, anna.user);
    await startAgain(anna, [first(peers, anna.user, { secret: "another" }), good]);
    await anna.until('window.phone.state === "refused"');
    await anna.until(READY);
  });

  test("who is given away and is not taken stays, and the operator hears of it; one call is spoken in at a time", async () => {
    const [anna, bert, carl] = await ready("anna", "bert", "carl");
    if (!anna || !bert || !carl) return;
    await dial(anna, bert.user);
    await bert.until('window.phone.calls[0]?.state === "offered"');
    await click(bert, "answer");
    await bert.until(TALKING);
    await click(bert, "transfer");
    await bert.page.getByLabel("Transfer to").fill("answer603");
    await click(bert, "transfer-now");
    await alert(bert, "The transfer was refused");
    expect([await anna.ask(TALKING), await bert.ask(TALKING)]).toEqual([true, true]);
    expect(await bert.ask("window.reports.at(-1)")).toMatchObject({ event: "transfer-failed", sipStatus: 603 });

    // A caller who gives up while the browser asks for the microphone puts nobody on hold.
    await bert.ask(`(() => {
      const open = navigator.mediaDevices.getUserMedia;
      navigator.mediaDevices.getUserMedia = (wanted) => new Promise((resolve) => {
        window.allow = () => resolve(open(wanted));
      });
    })()`);
    await dial(carl, bert.user);
    await bert.until('window.phone.calls.at(-1).state === "offered"');
    await click(bert, "answer");
    await bert.until("window.allow !== undefined");
    await click(carl, "hang-up");
    await bert.until('window.phone.calls.at(-1).state === "ended"');
    await bert.ask("window.allow()");
    await bert.until(`${LIVE} === 1`);
    expect(await bert.ask("window.phone.calls[0].held")).toBe(false);

    // Taking the first one off hold puts the second one there.
    await bert.ask("delete navigator.mediaDevices.getUserMedia");
    await dial(carl, bert.user);
    await bert.until('window.phone.calls.at(-1).state === "offered"');
    await click(bert, "answer");
    const held =
      'JSON.stringify(window.phone.calls.filter(({ state }) => state === "established").map(({ held }) => held))';
    await bert.until(`${held} === "[true,false]"`);
    await anna.page.getByRole("alert").getByText("Put on hold by the other side").waitFor({ state: "attached" });
    await bert.ask('window.phone.shadowRoot.querySelector("[data-action=hold]").click()');
    await bert.until(`${held} === "[false,true]"`);
  });
});
