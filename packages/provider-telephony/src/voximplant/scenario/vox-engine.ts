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
  say(text: string, options?: { language?: unknown }): void;
  startPlayback(url: string, loop?: boolean): void;
  stopPlayback(): void;
  handleTones(handle: boolean): void;
  sendDigits(digits: string): void;
  record(options?: { hd_audio?: boolean }): void;
  callerid(): string;
  number(): string;
}

export interface VoxCallEvent {
  readonly call?: VoxCall;
  readonly tone?: string;
  readonly url?: string;
  /** SIP status of a call that failed. */
  readonly code?: number;
  /** Seconds of a call that ended. */
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
    callPSTN(number: string, callerid: string): VoxCall;
    callSIP(to: string, parameters: { callerid: string }): VoxCall;
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
