import type { CloudSimulatorOptions } from "../cloud-api/cloud-simulator-options.js";

export interface Dialog360SimulatorOptions extends CloudSimulatorOptions {
  /** The key it accepts. */
  readonly apiKey: string;
}
