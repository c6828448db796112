import { make } from "./make.js";

/** The other sides' voices, on the loudspeaker that was chosen. */
export class Voices {
  private readonly playing = new Map<string, HTMLAudioElement>();

  /** @param place - where the players are put; without one nothing is heard. */
  play(callId: string, stream: MediaStream, place: ParentNode | null, speakerId: string): void {
    const voice = this.playing.get(callId) ?? make("audio", { autoplay: true });
    voice.srcObject = stream;
    this.playing.set(callId, voice);
    place?.append(voice);
    this.useSpeaker(speakerId);
  }

  useSpeaker(deviceId: string): void {
    for (const voice of this.playing.values())
      // One that is not there any more is no reason to hear nobody.
      if ("setSinkId" in voice) void voice.setSinkId(deviceId).catch(() => voice.setSinkId(""));
  }

  end(callId: string): void {
    this.playing.get(callId)?.remove();
    this.playing.delete(callId);
  }

  clear(): void {
    this.playing.clear();
  }
}
