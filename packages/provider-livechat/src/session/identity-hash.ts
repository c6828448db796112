import { createHash } from "node:crypto";

/** The website's id of a person is personal data and stands in no key: its hash does. */
export const identityHash = (id: string): string => createHash("sha256").update(id).digest("base64url");
