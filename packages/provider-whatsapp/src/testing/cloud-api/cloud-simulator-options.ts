import type { CloudSender } from "./cloud-webhook-bodies.js";

/** A template of the simulated account. */
export interface SimulatedTemplate {
  readonly name: string;
  readonly language: string;
  readonly status: "APPROVED" | "PENDING" | "REJECTED" | "PAUSED" | "DISABLED";
  readonly category: "MARKETING" | "UTILITY" | "AUTHENTICATION";
  readonly header?: string;
  readonly body: string;
}

export interface CloudSimulatorOptions {
  readonly sender?: Partial<CloudSender>;
  readonly templates?: readonly SimulatedTemplate[];
  /** Refuses free content to people who did not write within 24 hours, with 131047 as the API does. */
  readonly enforceServiceWindow?: boolean;
  /** Templates per page of the catalogue. */
  readonly templatesPerPage?: number;
  /** Milliseconds since the epoch; the system's clock when absent. */
  readonly now?: () => number;
}
