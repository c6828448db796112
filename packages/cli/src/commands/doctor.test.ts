import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plugboard } from "../__fixtures__/plugboard.js";

const PACKAGE = join(import.meta.dirname, "../../../provider-testkit");
const TIMEOUT_MS = 60_000;
const room = mkdtempSync(join(tmpdir(), "plugboard-doctor-"));
const file = (name: string, value: unknown): string => {
  const path = join(room, `${name}.json`);
  writeFileSync(path, JSON.stringify(value));
  return path;
};

/** The provider's other side and the host's, as far as a connection goes: they count every byte. */
let server: Server;
let port = 0;
let connections = 0;
let receivedBytes = 0;

beforeAll(async () => {
  server = createServer((socket) => {
    connections += 1;
    socket.on("data", (bytes) => (receivedBytes += bytes.byteLength));
    socket.on("error", () => undefined);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
  rmSync(room, { recursive: true, force: true });
});

const credentials = { apiKey: "key-of-the-account-1", webhookSecret: `whsec_${"A".repeat(32)}` };

describe("plugboard doctor", () => {
  test(
    "connects to where a channel would, by its settings, and sends not one byte",
    async () => {
      const settings = file("settings", { baseUrl: `http://127.0.0.1:${port}`, countries: ["DE"] });
      const { code, out, error } = await plugboard([
        ...["doctor", PACKAGE, "--provider", "http", "--settings", settings],
        ...[
          "--credentials",
          file("credentials", credentials),
          "--webhook-url",
          `https://127.0.0.1:${port}/webhooks/c1`,
        ],
        "--json",
      ]);
      expect(code, out + error).toBe(0);
      const lines = out.trim().split("\n");
      const findings = lines.map((line) => JSON.parse(line) as { check: string; ok: boolean });
      expect(findings.map(({ check, ok }) => [check, ok])).toEqual([
        ["settings", true],
        ["credentials", true],
        ["webhook-url", true],
        ["dns 127.0.0.1", true],
        ["reach 127.0.0.1", true],
        ["dns 127.0.0.1", true],
        ["reach 127.0.0.1", true],
      ]);
      expect({ connections, receivedBytes }).toEqual({ connections: 2, receivedBytes: 0 });
      expect(error).toContain("looking at 127.0.0.1");
    },
    TIMEOUT_MS,
  );

  test(
    "says what is missing or cannot be reached and what to do, and shows no credential",
    async () => {
      const settings = file("unreachable", { baseUrl: "http://127.0.0.1:1", countries: ["DE"] });
      const wrong = file("wrong", { ...credentials, webhookSecret: "short-secret" });
      const { code, out } = await plugboard([
        ...["doctor", PACKAGE, "--provider", "http", "--settings", settings, "--credentials", wrong],
      ]);
      expect(code).toBe(1);
      expect(out).toMatch(/BAD {2}credentials: webhookSecret/);
      expect(out).toContain("BAD  webhook-url: not given\n     To do: give --webhook-url");
      expect(out).toContain("BAD  reach 127.0.0.1: ECONNREFUSED\n     To do: let this machine connect to 127.0.0.1:1");
      expect(out).not.toContain("short-secret");
      expect(out).not.toContain(credentials.apiKey);
    },
    TIMEOUT_MS,
  );

  test(
    "without settings and credentials names what is needed, and looks at nothing outside when it is told so",
    async () => {
      const before = connections;
      const { code, out } = await plugboard(["doctor", PACKAGE, "--provider", "http", "--offline"]);
      expect(code).toBe(1);
      expect(out).toContain("BAD  settings: not given");
      expect(out).toContain("To do: give --credentials");
      expect(out).toContain("endpoint api: is not set");
      expect(connections).toBe(before);
    },
    TIMEOUT_MS,
  );
});
