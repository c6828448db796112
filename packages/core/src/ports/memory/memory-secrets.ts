import type { Secrets } from "../secrets.js";

/** Credentials from an object: name → value. For tests and small hosts; change an entry to rotate. */
export function memorySecrets(values: Record<string, unknown>): Secrets {
  return {
    resolve: (secret) =>
      secret in values ? Promise.resolve({ current: values[secret] }) : Promise.reject(new Error("no such secret")),
  };
}
