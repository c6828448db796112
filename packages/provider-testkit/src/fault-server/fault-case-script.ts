import type { FaultScript } from "./start-fault-server.js";
import type { HttpFaultCase } from "./http-fault-case.js";

/**
 * The script of a case for {@link startFaultServer}: its warm-up if it has one, then so many failing exchanges, then healthy ones.
 * @param times - how often the fault happens; `Infinity` for a provider that does not recover.
 */
export function faultCaseScript({ warmUp, steps }: HttpFaultCase, times: number): FaultScript {
  return ({ number }) => {
    const fault = warmUp === undefined ? number : number - 1;
    if (warmUp !== undefined && fault === 0) return warmUp;
    return fault <= times ? steps : [{ step: "receipt" }];
  };
}
