import { Phone, type PhoneState } from "../phone/phone.js";
import type { PhoneCall } from "../phone/phone-call.js";
import { CallRow, nameOf } from "./call-row.js";
import { HttpDesk } from "./http-desk.js";
import { make } from "./make.js";
import { runCommand } from "./run-command.js";
import type { SoftphoneDesk } from "./softphone-desk.js";
import { SOFTPHONE_STYLE } from "./softphone-style.js";
import { SOFTPHONE_TEXTS, type SoftphoneTexts } from "./softphone-texts.js";
import { SoundPanel } from "./sound-panel.js";

/** Loading the module where there is no page (a server that renders) is harmless. */
const Base = typeof HTMLElement === "undefined" ? (Object as unknown as typeof HTMLElement) : HTMLElement;
const TICK_MS = 1_000;

/**
 * An operator's telephone, to be put into a page: `<plugboard-softphone desk-url="/softphone"></plugboard-softphone>`. It registers when it is
 * put in and takes its leave when it is taken out. Set `desk` instead of the attribute to talk with the host in another way, and `texts`
 * for another language, both before it is put in.
 *
 * Events (bubbling, composed): `softphone-change`, whose detail has `state` and `calls`.
 */
export class SoftphoneElement extends Base {
  desk: SoftphoneDesk | undefined;
  texts: SoftphoneTexts = SOFTPHONE_TEXTS;
  private phone: Phone | undefined;
  private sound: SoundPanel | undefined;
  private readonly rows = new Map<string, CallRow>();
  private readonly voices = new Map<string, HTMLAudioElement>();
  private list: HTMLUListElement | undefined;
  private stateLine: HTMLElement | undefined;
  private told: HTMLElement | undefined;
  private target: HTMLInputElement | undefined;
  private following: AbortController | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;
  /** What was announced last. */
  private presence: string | undefined;
  private readonly known = new Map<string, PhoneCall["state"]>();

  connectedCallback(): void {
    const url = this.getAttribute("desk-url");
    this.desk ??= url === null ? undefined : new HttpDesk(url);
    this.draw();
    const { desk } = this;
    if (!desk) return;
    const phone = new Phone(
      () => desk.register(),
      () => this.openMicrophone(),
      {
        onChange: () => this.show(),
        onReport: (event) => desk.report(event),
        onRemoteStream: (id, stream) => this.hear(id, stream),
      },
    );
    this.phone = phone;
    this.following = new AbortController();
    void phone.connect().catch(() => this.show());
    void desk.follow((command) => {
      void runCommand(phone, command).catch(() => this.tell(this.texts.noMicrophone));
    }, this.following.signal);
    this.timer = setInterval(() => {
      for (const row of this.rows.values()) row.tick();
    }, TICK_MS);
    this.show();
  }

  disconnectedCallback(): void {
    clearInterval(this.timer);
    this.following?.abort();
    this.desk?.announce("offline", []);
    this.phone?.disconnect();
    this.sound?.stop();
    this.rows.clear();
    this.voices.clear();
    this.phone = undefined;
    this.presence = undefined;
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
    this.list = make("ul", { part: "calls" });
    this.stateLine = make("span", { class: "state", part: "state", role: "status" });
    this.told = make("div", { class: "told", role: "alert" });
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
      (deviceId) => this.useSpeaker(deviceId),
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
        this.list,
        this.sound.element,
        this.told,
      ),
    );
    this.sound.start();
  }

  private async dial(): Promise<void> {
    const target = this.target?.value ?? "";
    try {
      const id = await this.phone?.dial(target);
      if (id !== undefined) this.rows.get(id)?.focus();
      if (this.target) this.target.value = "";
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.show();
    }
  }

  private async openMicrophone(): Promise<MediaStream> {
    if (!this.sound) throw new Error("not in a page");
    try {
      return await this.sound.openMicrophone();
    } catch (error) {
      this.tell(this.texts.noMicrophone);
      throw error;
    }
  }

  /** A call goes on with the new microphone. */
  private async changeMicrophone(): Promise<void> {
    const talking = this.calls.filter(({ state }) => state === "established");
    if (talking.length === 0) return;
    const [track] = (await this.openMicrophone()).getAudioTracks();
    for (const { id } of talking) await this.phone?.session(id)?.useTrack(track);
  }

  private hear(id: string, stream: MediaStream): void {
    const voice = this.voices.get(id) ?? make("audio", { autoplay: true });
    voice.srcObject = stream;
    this.voices.set(id, voice);
    this.shadowRoot?.append(voice);
    this.useSpeaker(this.sound?.speakerId ?? "");
  }

  private useSpeaker(deviceId: string): void {
    for (const voice of this.voices.values()) if ("setSinkId" in voice) void voice.setSinkId(deviceId);
  }

  private show(): void {
    const { phone, list, stateLine, texts } = this;
    if (!list || !stateLine) return;
    if (stateLine.textContent !== texts.states[this.state]) stateLine.textContent = texts.states[this.state];
    stateLine.dataset["state"] = this.state;
    const calls = phone?.calls ?? [];
    for (const [id, row] of this.rows) {
      if (calls.some((call) => call.id === id)) continue;
      row.element.remove();
      this.rows.delete(id);
    }
    for (const call of calls) {
      let row = this.rows.get(call.id);
      if (!row) {
        row = new CallRow(call, texts, this.actions(phone));
        this.rows.set(call.id, row);
        list.append(row.element);
      }
      const hadFocus = row.element.contains(this.shadowRoot?.activeElement ?? null);
      row.show(
        call,
        calls.filter(({ id, state }) => id !== call.id && state === "established"),
      );
      this.announce(call);
      if (call.state === "ended") this.leave(call.id, hadFocus);
    }
    if (calls.every(({ state }) => state === "ended")) this.sound?.rest();
    this.announcePresence();
    this.dispatchEvent(
      new CustomEvent("softphone-change", { bubbles: true, composed: true, detail: { state: this.state, calls } }),
    );
  }

  private announcePresence(): void {
    if (this.state !== "ready") return;
    const calls = this.phone?.liveCalls ?? [];
    const presence = JSON.stringify(calls);
    if (this.presence === presence) return;
    this.presence = presence;
    this.desk?.announce(calls.length === 0 ? "available" : "busy", calls);
  }

  private leave(id: string, hadFocus: boolean): void {
    this.voices.get(id)?.remove();
    this.voices.delete(id);
    if (hadFocus) this.target?.focus();
  }

  private announce(call: PhoneCall): void {
    if (this.known.get(call.id) === call.state) return;
    this.known.set(call.id, call.state);
    const { incoming, connected, over } = this.texts;
    const text = { offered: incoming, established: connected, ended: over, dialling: "", ringing: "" }[call.state];
    if (text !== "") this.tell(text.replace("{who}", nameOf(call)));
  }

  private tell(text: string): void {
    if (this.told) this.told.textContent = text;
  }

  private actions(phone: Phone | undefined): ConstructorParameters<typeof CallRow>[2] {
    return {
      answer: (id) => void phone?.answer(id).catch(() => this.tell(this.texts.noMicrophone)),
      hangUp: (id, reason) => phone?.session(id)?.hangUp(reason),
      mute: (id, on) => phone?.session(id)?.mute(on),
      hold: (id, on) => phone?.session(id)?.hold(on),
      digits: (id, digits) => phone?.session(id)?.sendDigits(digits),
      transfer: (id, target) => phone?.transferTo(id, target),
      join: (id, consultationId) => phone?.join(id, consultationId),
    };
  }
}
