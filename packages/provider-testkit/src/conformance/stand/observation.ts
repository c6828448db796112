import type { HttpRequestV1, HttpResponseV1, SendOutcomeInput } from "@plugboard/core/spec";

/** A request a provider made through its guarded client. */
export interface ObservedCall {
  readonly standId: number;
  readonly request: HttpRequestV1;
  /** The transfer it named had ended before. */
  readonly late: boolean;
  response?: HttpResponseV1;
  error?: unknown;
}

/** One call of `doSend` or `doLookup`, with what the provider made of it. */
export interface ObservedSend {
  readonly messageId: string;
  readonly attempt: number;
  readonly method: "doSend" | "doLookup";
  outcome?: SendOutcomeInput;
  error?: unknown;
}

/** Something a provider's program could be read by: a log line, an error, an event, a text on the console. */
export interface Utterance {
  readonly place: string;
  readonly value: unknown;
}

/** All that was seen of a provider during a run, over all of its stands. */
export class Observation {
  readonly calls: ObservedCall[] = [];
  readonly sends: ObservedSend[] = [];
  readonly utterances: Utterance[] = [];
  /** What crossed the border between host and provider and is no data. */
  readonly borderBreaches = new Set<string>();
  /** Loopback ports of simulators and servers that a connection may lead to. */
  readonly knownPorts = new Set<number>();
  /** Texts that must not show in an utterance, by name. */
  readonly canaries = new Map<string, string>();

  utter(place: string, value: unknown): void {
    this.utterances.push({ place, value });
  }

  know(origin: string): void {
    const { port, searchParams } = new URL(origin);
    for (const one of [port, ...searchParams.values()]) if (Number(one) > 0) this.knownPorts.add(Number(one));
  }
}
