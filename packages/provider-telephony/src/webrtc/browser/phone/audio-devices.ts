export interface AudioDevice {
  readonly id: string;
  readonly kind: "microphone" | "speaker";
  /** Empty until the operator has allowed the microphone once. */
  readonly label: string;
}

/** The machine's microphones and loudspeakers, in the browser's order. */
export async function listAudioDevices(): Promise<AudioDevice[]> {
  const all = await navigator.mediaDevices.enumerateDevices();
  return all.flatMap(({ deviceId, kind, label }): AudioDevice[] => {
    if (kind === "audioinput") return [{ id: deviceId, kind: "microphone", label }];
    if (kind === "audiooutput") return [{ id: deviceId, kind: "speaker", label }];
    return [];
  });
}
