import type { ReceivedRequest } from "@plugboard/provider-testkit/conformance";

/** An answer in the API's own words. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** What a provider's API does, as far as the simulator plays it. */
export interface SimulatedApi {
  /** `"/emails"` */
  readonly sendPath: string;
  readonly probePath: string;
  isAuthorised(headers: Readonly<Record<string, string>>): boolean;
  /** Reads a request that sends; a text is what is wrong with it, as a code. */
  read(request: ReceivedRequest, body: unknown): { readonly to: string; readonly key?: string | undefined } | string;
  receipt(id: string): ApiAnswer;
  refusal(kind: "credentials" | "unavailable" | "rate-limited" | "bad-request"): ApiAnswer;
  /** Where the API refuses an unknown recipient at once; absent where it takes everything and reports afterwards. */
  readonly recipientUnknown?: ApiAnswer;
  /** A new id of a message. */
  id(number: number): string;
}
