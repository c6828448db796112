import { createHash } from "node:crypto";

/** Hashed: the API's ids have phone numbers in them. */
export const hashOfNames = (names: string | Uint8Array): string => createHash("sha256").update(names).digest("hex");

/** By what the API tells messages and statuses apart, in whatever delivery they come. */
export const eventName = {
  message: (id: string): string => `message ${id}`,
  /** @param participant - of a group, whose members' statuses come one by one. */
  status: (id: string, status: string, participant: string | undefined): string =>
    `status ${id} ${status}${participant === undefined ? "" : ` of ${participant}`}`,
};
