/** How a telephone rings in most of Europe: a second of sound, four of silence (ETSI TS 101 041-2). */
const CYCLE_MS = 5_000;
const SOUND_S = 1;
const LOUDNESS = 0.2;
/** Two tones that warble are heard better in a noisy room than one. Hertz. */
const TONES = [440, 480];

/** Rings, until it is stopped, on the loudspeaker that is the browser's own. A browser that nobody has touched yet keeps silent: then the page alone shows the call. */
export class RingTone {
  private context: AudioContext | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;

  start(): void {
    if (this.timer !== undefined) return;
    this.timer = setInterval(() => this.sound(), CYCLE_MS);
    this.sound();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    const { context } = this;
    this.context = undefined;
    void context?.close();
  }

  private sound(): void {
    const context = (this.context ??= new AudioContext());
    if (context.state !== "running") return void context.resume();
    const volume = context.createGain();
    const begin = context.currentTime;
    // Ramps: a tone that begins at full strength clicks.
    volume.gain.setValueAtTime(0, begin);
    volume.gain.linearRampToValueAtTime(LOUDNESS, begin + 0.02);
    volume.gain.setValueAtTime(LOUDNESS, begin + SOUND_S - 0.05);
    volume.gain.linearRampToValueAtTime(0, begin + SOUND_S);
    volume.connect(context.destination);
    for (const frequency of TONES) {
      const tone = new OscillatorNode(context, { frequency });
      tone.connect(volume);
      tone.start(begin);
      tone.stop(begin + SOUND_S);
    }
  }
}
