import { answerFaultCases } from "./answer-fault-cases.js";
import { connectionFaultCases } from "./connection-fault-cases.js";
import type { HttpFaultCase } from "./http-fault-case.js";
import { statusFaultCases } from "./status-fault-cases.js";

/** Every case of FAULTS B over HTTP, with the outcome that is right for it. */
export const httpFaultCases: readonly HttpFaultCase[] = [
  ...statusFaultCases,
  ...answerFaultCases,
  ...connectionFaultCases,
];
