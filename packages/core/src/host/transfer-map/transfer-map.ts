import type { Disclosure } from "../../policy/disclosure.js";
import type { ResidencyExplanation } from "../../policy/explain-residency.js";

/** One country that personal data of one operation of one channel goes to. */
export interface TransferMapRow extends ResidencyExplanation, Pick<Disclosure, "seller" | "sellerCountry"> {
  readonly channelId: string;
  readonly channelKind: string;
  readonly providerId: string;
  /** Categories of personal data the operation carries. */
  readonly personalData: readonly string[];
}

/** Who gets an account's data, where, and on what safeguard (R13): plain data, to be kept as JSON. */
export interface TransferMap {
  readonly accountId: string;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  /** The day the table of zones was checked. */
  readonly zonesAsOf: string;
  readonly rows: readonly TransferMapRow[];
}
