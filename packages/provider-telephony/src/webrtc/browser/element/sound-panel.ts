import { type AudioDevice, listAudioDevices } from "../phone/audio-devices.js";
import { LevelMeter } from "../phone/level-meter.js";
import { make } from "./make.js";
import type { SoftphoneTexts } from "./softphone-texts.js";

/** Which microphone and loudspeaker, and how loud one speaks. */
export class SoundPanel {
  readonly element: HTMLDetailsElement;
  private readonly microphone = make("select", {
    id: "microphone",
    part: "select microphone",
    "data-device": "microphone",
  });
  private readonly speaker = make("select", { id: "speaker", part: "select speaker", "data-device": "speaker" });
  private readonly meter: HTMLMeterElement;
  private level: LevelMeter | undefined;
  private measured: MediaStreamTrack | undefined;
  private readonly refresh = (): void => void this.list();

  constructor(
    private readonly texts: SoftphoneTexts,
    private readonly onSpeaker: (deviceId: string) => void,
    private readonly onMicrophone: () => void,
  ) {
    this.meter = make("meter", { part: "meter", min: "0", max: "1", "aria-label": texts.level });
    this.speaker.addEventListener("change", () => this.onSpeaker(this.speaker.value));
    this.microphone.addEventListener("change", () => this.onMicrophone());
    this.element = make(
      "details",
      { part: "sound" },
      make("summary", { part: "summary" }, texts.sound),
      make(
        "div",
        {},
        // Not within the label: the chosen device would be read as a part of its name.
        make("label", { for: "microphone" }, texts.microphone),
        this.microphone,
        make("label", { for: "speaker" }, texts.speaker),
        this.speaker,
        this.meter,
      ),
    );
  }

  start(): void {
    navigator.mediaDevices.addEventListener("devicechange", this.refresh);
    this.refresh();
  }

  stop(): void {
    navigator.mediaDevices.removeEventListener("devicechange", this.refresh);
    this.level?.close();
    this.level = undefined;
    this.measured = undefined;
  }

  /** The chosen microphone, opened. @throws {DOMException} the operator or the system refuses it. */
  async openMicrophone(): Promise<MediaStream> {
    // The chosen one may have been pulled out: then it is the standard device.
    await this.list();
    const chosen = this.microphone.value;
    const audio = chosen === "" ? true : { deviceId: { exact: chosen } };
    const stream = await navigator.mediaDevices.getUserMedia({ audio, video: false });
    // The names of the devices are told only from now on.
    await this.list();
    return stream;
  }

  /** Shows how loud this microphone is; without one the meter rests. */
  measure(microphone: MediaStreamTrack | undefined): void {
    if (this.measured === microphone) return;
    this.measured = microphone;
    this.level?.rest();
    this.meter.value = 0;
    if (microphone === undefined) return;
    this.level ??= new LevelMeter();
    this.level.follow(new MediaStream([microphone]), (level) => {
      this.meter.value = level;
    });
  }

  get speakerId(): string {
    return this.speaker.value;
  }

  private async list(): Promise<void> {
    const devices = await listAudioDevices();
    this.fill(
      this.microphone,
      devices.filter(({ kind }) => kind === "microphone"),
    );
    const speaker = this.speaker.value;
    this.fill(
      this.speaker,
      devices.filter(({ kind }) => kind === "speaker"),
    );
    if (this.speaker.value !== speaker) this.onSpeaker(this.speaker.value);
  }

  private fill(select: HTMLSelectElement, devices: readonly AudioDevice[]): void {
    const chosen = select.value;
    const named = devices.filter(({ id, label }) => id !== "" && id !== "default" && label !== "");
    select.replaceChildren(
      make("option", { value: "" }, this.texts.standardDevice),
      ...named.map(({ id, label }) => make("option", { value: id }, label)),
    );
    if (named.some(({ id }) => id === chosen)) select.value = chosen;
  }
}
