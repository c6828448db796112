const UPDATES_PER_SECOND = 20;

/** Measures how loud a stream is, 0 to 1, until it is stopped. Nothing is recorded. */
export class LevelMeter {
  private readonly context = new AudioContext();
  private timer: ReturnType<typeof setInterval> | undefined;
  private source: MediaStreamAudioSourceNode | undefined;

  /** Measures this stream from now on, and no other. */
  follow(stream: MediaStream, onLevel: (level: number) => void): void {
    this.rest();
    void this.context.resume();
    const source = this.context.createMediaStreamSource(stream);
    const analyser = this.context.createAnalyser();
    analyser.fftSize = 512;
    source.connect(analyser);
    this.source = source;
    const samples = new Float32Array(analyser.fftSize);
    this.timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      // Speech lies between -60 and 0 dBFS; a bar that is linear in dB moves as one hears.
      const decibels = power === 0 ? -60 : 10 * Math.log10(power);
      onLevel(Math.min(1, Math.max(0, (decibels + 60) / 60)));
    }, 1_000 / UPDATES_PER_SECOND);
  }

  rest(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.source?.disconnect();
    this.source = undefined;
  }

  close(): void {
    this.rest();
    if (this.context.state !== "closed") void this.context.close();
  }
}
