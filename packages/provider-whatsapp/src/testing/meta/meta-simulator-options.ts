import type { CloudSimulatorOptions } from "../cloud-api/cloud-simulator-options.js";

export interface MetaSimulatorOptions extends CloudSimulatorOptions {
  /** The token it accepts. */
  readonly accessToken: string;
  /** Signs webhooks. */
  readonly appSecret: string;
  /** Asks the address that is registered, as Meta does before it takes one; the challenge must come back. Absent: not asked. */
  readonly askCallback?: (url: string) => Promise<{ readonly status: number; readonly body: string }>;
  /** State of the number, as `GET {number}?fields=status` answers it. */
  readonly numberStatus?: string;
}
