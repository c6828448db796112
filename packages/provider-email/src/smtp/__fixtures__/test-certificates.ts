import { readFileSync } from "node:fs";

function read(name: string): string {
  return readFileSync(new URL(`./tls/${name}`, import.meta.url), "utf8");
}

export const testAuthority = read("ca.crt");
export const testCertificates = {
  server: { cert: read("server.crt"), key: read("server.key") },
  wrongName: { cert: read("wrong-name.crt"), key: read("wrong-name.key") },
  expired: { cert: read("expired.crt"), key: read("expired.key") },
} as const;
