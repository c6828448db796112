import type { SendOutcome } from "@plugboard/core/spec";
import type { TestCertificateName } from "../certificates/test-certificates.js";
import type { FaultStep } from "./fault-step.js";

/** What an outcome must be; fields that are left out may be anything. */
export interface ExpectedOutcome {
  readonly outcome: SendOutcome["outcome"];
  readonly code?: string;
  readonly party?: "provider" | "network" | "account" | "recipient" | "host";
  /** With `try-again`. */
  readonly scope?: "message" | "channel";
  /** With `try-again`: as the provider asked, whatever the host makes of it; `"none"` when it asked nothing that can be read. */
  readonly retryAfterMs?: number | "none";
  /** With `refused`: why nobody may write to the recipient again. */
  readonly suppress?: "opt-out" | "hard-bounce";
}

/** One way in which a provider or the way to it fails, and what a send must make of it. */
export interface HttpFaultCase {
  /** Unique, kebab-case. */
  readonly name: string;
  /** What happens in the exchange. */
  readonly steps: readonly FaultStep[];
  /** A first exchange that must succeed, on the connection the failing one may use again. */
  readonly warmUp?: readonly FaultStep[];
  /** The failing exchange begins when the warm-up's connection is closed on both sides ({@link FaultServer.whenIdle}). */
  readonly afterClose?: true;
  /** @defaultValue `"server"`: the fault server. `refused`: a port nobody listens on. `name-not-found`: a name below `.invalid`. */
  readonly target?: "server" | "refused" | "name-not-found";
  /** @defaultValue `"http"` */
  readonly scheme?: "http" | "https";
  /** With `https`; without one the server does not speak TLS. */
  readonly certificate?: TestCertificateName;
  /** For a provider that takes an idempotency key. */
  readonly expected: ExpectedOutcome;
  /** The call ends only because its time is over: it must last {@link HTTP_FAULT_TIMEOUT_MS}, within 10 %. */
  readonly untilDeadline?: true;
}

/** The longest time of one call for which the cases are made: `createHttpProvider({ timeoutMs: HTTP_FAULT_TIMEOUT_MS })`. Milliseconds. */
export const HTTP_FAULT_TIMEOUT_MS = 1_000;
