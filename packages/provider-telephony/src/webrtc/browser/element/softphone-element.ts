import { DialRefusedError } from "../phone/dial-refused-error.js";
import type { PhoneState } from "../phone/line.js";
import { Phone } from "../phone/phone.js";
import type { PhoneCall } from "../phone/phone-call.js";
import { CallList } from "./call-list.js";
import { type CallActions, nameOf } from "./call-row.js";
import { HttpDesk } from "./http-desk.js";
import { make } from "./make.js";
import { RingTone } from "./ring-tone.js";
import { runCommand } from "./run-command.js";
import type { SoftphoneDesk } from "./softphone-desk.js";
import { SOFTPHONE_STYLE } from "./softphone-style.js";
import { SOFTPHONE_TEXTS, type SoftphoneTexts } from "./softphone-texts.js";
import { SoundPanel } from "./sound-panel.js";
import { Voices } from "./voices.js";

/** Loading the module where there is no page (a server that renders) is harmless. */
const Base = typeof HTMLElement === "undefined" ? (Object as unknown as typeof HTMLElement) : HTMLElement;
const TICK_MS = 1_000;

/**
 * An operator's telephone, to be put into a page: `<plugboard-softphone desk-url="/softphone"></plugboard-softphone>`. It registers when it is
 * put in and takes its leave when it is taken out. Set `desk` instead of the attribute to talk with the host in another way, and `texts`
 * for another language, both before it is put in. A call that comes in rings, unless the element is `silent`.
 *
 * Events (bubbling, composed): `softphone-change`, whose detail has `state` and `calls`.
 */
export class SoftphoneElement extends Base {
  desk: SoftphoneDesk | undefined;
  texts: SoftphoneTexts = SOFTPHONE_TEXTS;
  private phone: Phone | undefined;
  private sound: SoundPanel | undefined;
  private readonly voices = new Voices();
  private readonly ringTone = new RingTone();
  private list: CallList | undefined;
  private stateLine: HTMLElement | undefined;
  /** For those who listen: what the rows show. */
  private told: HTMLElement | undefined;
  /** What went wrong with what the operator has just done; for everybody. */
  private trouble: HTMLElement | undefined;
  private target: HTMLInputElement | undefined;
  private following: AbortController | undefined;
  private leaving: AbortController | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;
  /** What was announced last. */
  private presence: string | undefined;
  private readonly known = new Map<string, PhoneCall>();
  private isDialling = false;
  private isChangingMicrophone = false;

  connectedCallback(): void {
    const url = this.getAttribute("desk-url");
    this.desk ??= url === null ? undefined : new HttpDesk(url);
    this.draw();
    const { desk } = this;
    if (!desk) return;
    const phone = new Phone(desk, () => this.openMicrophone(), {
      onChange: () => this.show(),
      onReport: (event) => desk.report(event),
      onRemoteStream: (id, stream) => this.voices.play(id, stream, this.shadowRoot, this.sound?.speakerId ?? ""),
      onMicrophoneLost: () => void this.changeMicrophone(this.texts.microphoneLost),
    });
    this.phone = phone;
    this.following = new AbortController();
    void phone.connect().catch(() => this.show());
    void desk.follow((command) => {
      void runCommand(phone, command).catch((error: unknown) => this.complain(error));
    }, this.following.signal);
    this.timer = setInterval(() => this.list?.tick(), TICK_MS);
    this.leaving = new AbortController();
    // Whoever is spoken with would hear nothing more, and not know why.
    addEventListener("pagehide", () => this.leavePage(), { signal: this.leaving.signal });
    this.show();
  }

  disconnectedCallback(): void {
    this.leaving?.abort();
    clearInterval(this.timer);
    this.following?.abort();
    this.desk?.announce("offline", []);
    this.phone?.disconnect();
    this.sound?.stop();
    this.ringTone.stop();
    this.voices.clear();
    this.phone = undefined;
    this.presence = undefined;
  }

  /** A page that is kept, and shown again later, is a telephone again. */
  private leavePage(): void {
    this.disconnectedCallback();
    addEventListener("pageshow", () => this.isConnected && this.connectedCallback(), { once: true });
  }

  /** Calls a number or an address; the same as writing it into the field. */
  async call(target: string): Promise<void> {
    await this.phone?.dial(target);
  }

  get calls(): readonly PhoneCall[] {
    return this.phone?.calls ?? [];
  }

  get state(): PhoneState {
    return this.phone?.state ?? "offline";
  }

  /** Measurements of a call's media, as the browser has them. */
  async stats(id: string): Promise<RTCStatsReport | undefined> {
    return this.phone?.session(id)?.connection?.getStats();
  }

  private draw(): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open", delegatesFocus: true });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(SOFTPHONE_STYLE);
    // Not a style element: a page with a strict policy refuses those.
    root.adoptedStyleSheets = [sheet];
    this.list = new CallList(this.texts, this.actions());
    this.stateLine = make("span", { class: "state", part: "state", role: "status" });
    this.told = make("div", { class: "told", role: "alert" });
    this.trouble = make("p", { class: "trouble", part: "trouble", role: "alert" });
    this.target = make("input", {
      id: "target",
      type: "text",
      inputmode: "tel",
      autocomplete: "off",
      required: true,
      part: "input",
    });
    this.sound = new SoundPanel(
      this.texts,
      (deviceId) => this.voices.useSpeaker(deviceId),
      () => void this.changeMicrophone(),
    );
    const form = make(
      "form",
      {
        part: "dial",
        submit: (event) => {
          event.preventDefault();
          void this.dial();
        },
      },
      make("label", { for: "target" }, this.texts.target),
      this.target,
      make("button", { type: "submit", class: "go", part: "button call", "data-action": "call" }, this.texts.call),
    );
    root.replaceChildren(
      make(
        "section",
        { class: "panel", part: "panel", "aria-label": this.texts.title },
        make("header", {}, make("h2", { part: "title" }, this.texts.title), this.stateLine),
        form,
        this.trouble,
        this.list.element,
        this.sound.element,
        this.told,
      ),
    );
    this.sound.start();
  }

  private async dial(): Promise<void> {
    const target = this.target?.value ?? "";
    // Whoever presses Enter twice means one call.
    if (this.isDialling) return;
    this.isDialling = true;
    try {
      const id = await this.phone?.dial(target);
      if (id !== undefined) this.list?.focus(id);
      if (this.target) this.target.value = "";
    } catch (error) {
      this.complain(error);
    } finally {
      this.isDialling = false;
    }
  }

  private async openMicrophone(): Promise<MediaStream> {
    if (!this.sound) throw new Error("not in a page");
    const microphone = await this.sound.openMicrophone().catch((error: unknown) => {
      this.complain(error);
      throw error;
    });
    this.warn("");
    return microphone;
  }

  /** Calls go on with the microphone that is chosen now. @param notice - what the operator is told, who has not chosen another one. */
  private async changeMicrophone(notice = ""): Promise<void> {
    const speaking = this.calls.filter(({ state }) => state !== "ended" && state !== "offered");
    if (speaking.length === 0 || this.isChangingMicrophone) return;
    this.isChangingMicrophone = true;
    try {
      const [track] = (await this.openMicrophone()).getAudioTracks();
      this.warn(notice);
      // One for each call: muting one of them mutes nobody else, and each is closed with its call.
      for (const [index, { id }] of speaking.entries())
        if (track !== undefined) await this.phone?.session(id)?.useTrack(index === 0 ? track : track.clone());
    } catch (error) {
      this.complain(error);
    } finally {
      this.isChangingMicrophone = false;
    }
  }

  private show(): void {
    const { phone, list, stateLine, texts } = this;
    if (!list || !stateLine) return;
    if (stateLine.textContent !== texts.states[this.state]) stateLine.textContent = texts.states[this.state];
    stateLine.dataset["state"] = this.state;
    const calls = phone?.calls ?? [];
    const left = list.show(calls, this.shadowRoot?.activeElement ?? null);
    for (const call of calls) {
      this.announce(call);
      if (call.state === "ended") this.voices.end(call.id);
    }
    if (left.length > 0) this.target?.focus();
    const [spoken] = calls.filter(({ state, held }) => state === "established" && !held);
    this.sound?.measure(
      phone?.session((spoken ?? calls.findLast(({ state }) => state !== "ended"))?.id ?? "")?.microphone,
    );
    this.ring(calls);
    this.announcePresence();
    this.dispatchEvent(
      new CustomEvent("softphone-change", { bubbles: true, composed: true, detail: { state: this.state, calls } }),
    );
  }

  /** Rings for a call that waits, unless somebody is being spoken with: they would hear it too. */
  private ring(calls: readonly PhoneCall[]): void {
    const isTalking = calls.some(({ state, held }) => state === "established" && !held);
    const isCalled = calls.some(({ state }) => state === "offered");
    if (isCalled && !isTalking && !this.hasAttribute("silent")) this.ringTone.start();
    else this.ringTone.stop();
  }

  private announcePresence(): void {
    if (this.state !== "ready") return;
    const calls = this.phone?.liveCalls ?? [];
    const presence = JSON.stringify(calls);
    if (this.presence === presence) return;
    this.presence = presence;
    this.desk?.announce(calls.length === 0 ? "available" : "busy", calls);
  }

  private announce(call: PhoneCall): void {
    const before = this.known.get(call.id);
    this.known.set(call.id, call);
    const { incoming, connected, over, transferFailed, heldByRemote } = this.texts;
    if (call.state !== before?.state) {
      const why = call.cause === undefined || call.cause === "completed" ? "" : `: ${this.texts.ends[call.cause]}`;
      const ended = `${over}${why}`;
      const text = { offered: incoming, established: connected, ended, dialling: "", ringing: "" }[call.state];
      if (text !== "") this.tell(text.replace("{who}", () => nameOf(call)));
    } else if (call.transfer === "failed" && before.transfer !== "failed") this.tell(transferFailed);
    else if (call.heldByRemote && !before.heldByRemote && call.state === "established") this.tell(heldByRemote);
  }

  /** A browser refuses a microphone with an error of its own kind; else it was the telephone that was not ready. */
  private complain(error: unknown): void {
    if (error instanceof DialRefusedError)
      return this.warn(this.texts.notAllowed.replace("{why}", () => error.message));
    this.warn(error instanceof DOMException ? this.texts.noMicrophone : this.texts.notConnected);
  }

  private warn(text: string): void {
    if (this.trouble && this.trouble.textContent !== text) this.trouble.textContent = text;
  }

  private tell(text: string): void {
    if (this.told) this.told.textContent = text;
  }

  private actions(): CallActions {
    const phone = (): Phone | undefined => this.phone;
    return {
      answer: (id) =>
        void phone()
          ?.answer(id)
          .catch((error: unknown) => this.complain(error)),
      hangUp: (id, reason) => phone()?.session(id)?.hangUp(reason),
      mute: (id, on) => phone()?.session(id)?.mute(on),
      hold: (id, on) => phone()?.hold(id, on),
      digits: (id, digits) => phone()?.session(id)?.sendDigits(digits),
      transfer: (id, target) =>
        void phone()
          ?.transferTo(id, target)
          .catch((error: unknown) => this.complain(error)),
      join: (id, consultationId) => phone()?.join(id, consultationId),
    };
  }
}
