/** A server that listens on the loopback address. */
export interface RunningServer {
  /** `"http://127.0.0.1:1234"`. */
  readonly origin: string;
  close(): Promise<void>;
}
