/**
 * One thing the fault server does in an exchange, in order. An exchange that does not end with `reset`, `end`, `hang` or `deaf` leaves the
 * connection open for the next request.
 */
export type FaultStep =
  /** Waits for the request's head, or for all of it. */
  | { readonly step: "read-head" | "read-request" }
  /** The provider does what it was asked: from here on a lost answer means a message that was taken. */
  | { readonly step: "process" }
  /** The correct answer to the request, `process` included where it was not done before. `change` spoils its body; `headers` are added. */
  | {
      readonly step: "receipt";
      readonly status?: number;
      readonly headers?: readonly (readonly [name: string, value: string])[];
      readonly change?: (body: string) => string;
    }
  /** A whole answer with a content-length. `{port}` in a header stands for the server's port. */
  | {
      readonly step: "answer";
      readonly status: number;
      readonly headers?: readonly (readonly [name: string, value: string])[];
      readonly body?: string | Uint8Array;
    }
  /** Bytes as they are. */
  | { readonly step: "write"; readonly bytes: string | Uint8Array }
  /** The text again and again until so many bytes are written. */
  | { readonly step: "fill"; readonly text: string; readonly sizeBytes: number }
  /** A gzip stream of so many bytes of zeros, which is about a thousandth of that on the wire. */
  | { readonly step: "gzip-bomb"; readonly sizeBytes: number }
  /** One byte at a time. */
  | { readonly step: "drip"; readonly text: string; readonly everyMs: number }
  | { readonly step: "wait"; readonly waitMs: number }
  /** Reads on and says nothing until the other side gives up. */
  | { readonly step: "hang" }
  /** As if the cable were cut: reads nothing, answers nothing, notices nothing. */
  | { readonly step: "deaf" }
  /** Ends the connection with RST. */
  | { readonly step: "reset" }
  /** Ends the connection with FIN. */
  | { readonly step: "end" };
