/** What a scheme of an endpoint means: its usual port, TLS from the first byte or not, and which of the ways out speaks it. */
export interface Scheme {
  readonly name: string;
  /** Undefined where the endpoint must name it. */
  readonly defaultPort: number | undefined;
  readonly secure: boolean;
  readonly way: "http" | "socket";
  /** Plain text that never becomes TLS; `smtp` and `imap` may be upgraded by the provider (STARTTLS). */
  readonly plainText: boolean;
}

const scheme = (
  name: string,
  way: Scheme["way"],
  defaultPort: number | undefined,
  security: "tls" | "plain" | "upgradable",
): Scheme => ({ name, way, defaultPort, secure: security === "tls", plainText: security === "plain" });

/** By name. The ports are those of https://www.iana.org/assignments/service-names-port-numbers. */
export const schemes: ReadonlyMap<string, Scheme> = new Map(
  [
    scheme("https", "http", 443, "tls"),
    scheme("http", "http", 80, "plain"),
    scheme("wss", "socket", 443, "tls"),
    scheme("ws", "socket", 80, "plain"),
    scheme("smtp", "socket", 25, "upgradable"),
    scheme("smtps", "socket", 465, "tls"),
    scheme("imap", "socket", 143, "upgradable"),
    scheme("imaps", "socket", 993, "tls"),
    scheme("tcp", "socket", undefined, "upgradable"),
    scheme("tls", "socket", undefined, "tls"),
  ].map((entry) => [entry.name, entry]),
);
