/**
 * The part of VoxEngine's published API that Plugboard's scenario uses.
 * @see https://voximplant.com/docs/references/voxengine
 */
export interface VoxCall {
  addEventListener(event: string, handler: (event: VoxCallEvent) => void): void;
  removeEventListener(event: string, handler?: (event: VoxCallEvent) => void): void;
  answer(): void;
  reject(code: number): void;
  hangup(): void;
  /** Up to 1,500 characters; of more nothing is said. */
  say(text: string, parameters: { voice?: unknown; language?: unknown }): void;
  startPlayback(url: string, parameters: { loop: boolean }): void;
  stopPlayback(): void;
  handleTones(handle: boolean): void;
  sendDigits(digits: string): void;
  record(options?: { hd_audio?: boolean }): void;
  sendMediaTo(recorder: VoxRecorder): void;
  callerid(): string;
  number(): string;
}

/** Records what is sent to it; a call's own `record` cannot be stopped. */
export interface VoxRecorder {
  addEventListener(event: string, handler: (event: VoxCallEvent) => void): void;
  stop(): void;
}

/** Finds out who answered. */
export interface VoxDetector {
  addEventListener(event: string, handler: (event: { readonly resultClass?: string }) => void): void;
}

export interface VoxCallEvent {
  readonly call?: VoxCall;
  readonly tone?: string;
  readonly url?: string;
  /** SIP status of a call that failed. */
  readonly code?: number;
  /** Seconds of a call or a recording that ended. */
  readonly duration?: number;
}

export interface VoxHttpResult {
  /** HTTP status, or below zero what failed before there was one. */
  readonly code: number;
  readonly text?: string;
}

/** The globals of a scenario. */
export interface VoxEngineGlobals {
  readonly VoxEngine: {
    addEventListener(event: string, handler: (event: VoxAppEvent) => void): void;
    customData(): string;
    getSecretValue(name: string): string | undefined;
    callPSTN(number: string, callerid: string, parameters?: { amd: VoxDetector }): VoxCall;
    callSIP(to: string, parameters: { callerid: string; amd?: VoxDetector }): VoxCall;
    createRecorder(options?: { hd_audio?: boolean }): VoxRecorder;
    sendMediaBetween(one: VoxCall, other: VoxCall): void;
    terminate(): void;
  };
  readonly AppEvents: { readonly Started: string; readonly CallAlerting: string };
  readonly CallEvents: Readonly<
    Record<
      | "Connected"
      | "Ringing"
      | "Disconnected"
      | "Failed"
      | "PlaybackFinished"
      | "ToneReceived"
      | "RecordStarted"
      | "RecordStopped",
      string
    >
  >;
  readonly RecorderEvents: { readonly Started: string; readonly Stopped: string };
  readonly AMD: {
    create(parameters: { model: string }): VoxDetector;
    readonly Model: Readonly<Record<string, string>>;
    readonly ResultClass: { readonly VOICEMAIL: string };
    readonly Events: { readonly DetectionComplete: string };
  };
  /** Voices by provider, some of them in families. */
  readonly VoiceList: object;
  readonly Net: {
    httpRequest(
      url: string,
      callback: (result: VoxHttpResult) => void,
      options: { method: "POST"; headers: string[]; postData: string; timeout?: number },
    ): void;
  };
  readonly Crypto: { md5(data: string): string };
  readonly Logger: { write(text: string): void };
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

export interface VoxAppEvent {
  readonly call?: VoxCall;
  readonly sessionId?: number | string;
}
