import { type Trust, type TrustInput, trustSchema } from "./trust.js";

const wasRead = new WeakSet<object>();

/**
 * Reads whom a host trusts. What it returns can be given wherever trust is taken and is not read again, since nobody can change it: a market holds
 * thousands of listings against thousands of keys.
 * @throws {z.ZodError}
 */
export function readTrust(input: TrustInput): Trust {
  if (isRead(input)) return input;
  const trust = trustSchema.parse(input);
  freeze(trust);
  wasRead.add(trust);
  return trust;
}

const isRead = (input: TrustInput): input is Trust => wasRead.has(input);

function freeze(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const member of Object.values(value)) freeze(member);
  Object.freeze(value);
}
