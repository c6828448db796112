import type { AsteriskConnection } from "../asterisk-connection.js";

/** HTTP Basic, so that the password stands in no address (ARI takes it as `api_key` in the query too). */
export async function authorization({ credentials }: AsteriskConnection): Promise<string> {
  const { user, password } = (await credentials.resolve()).current;
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}
