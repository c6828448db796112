import { describe, expect, test } from "vitest";
import type { HttpRequestV1 } from "../../spec/connection/http-client.js";
import type { ResolvedAddress } from "../address/resolved-address.js";
import { keeper } from "../__fixtures__/kept.js";
import { makeCertificate } from "../__fixtures__/make-certificate.js";
import { loopbackEgress, openOne } from "../__fixtures__/open-egress.js";
import { outcomeOf } from "../__fixtures__/outcome-of.js";
import { answering, startRawServer } from "../__fixtures__/raw-server.js";
import { startTlsServer } from "../__fixtures__/tls-server.js";

import { DeadlineQueue } from "../../timing/deadline-queue.js";
import { originOf } from "../endpoint/origin-of.js";
import { DialGroup } from "./dial-group.js";
import { Dialer } from "./dialer.js";
import { RefusedAddress } from "./refused-address.js";
import { trustAnchors } from "./trust-anchors.js";

const kept = keeper();
const OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
const GET: HttpRequestV1 = { operation: "probe", method: "GET", endpoint: "api" };

function addresses(...list: string[]): ResolvedAddress[] {
  return list.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
}

describe("a name", () => {
  test.each([
    ["a private address", ["10.0.0.1"]],
    ["loopback", ["127.0.0.1"]],
    ["loopback by IPv6", ["::1"]],
    ["cloud metadata", ["169.254.169.254"]],
    ["a mapped address", ["::ffff:127.0.0.1"]],
    ["a public and a private address", ["93.184.215.14", "127.0.0.1"]],
    ["a private and a public address", ["127.0.0.1", "93.184.215.14"]],
    ["what is no address", ["localhost"]],
  ])("that leads to %s is refused, and nothing connected to", async (_title, list) => {
    const victim = kept(await startRawServer(answering(OK)));
    const egress = kept(
      loopbackEgress({ dangerouslyAllowPrivateAddresses: [], resolve: async () => addresses(...list) }),
    );
    const channel = openOne(egress, `http://api.test:${victim.port}`);
    expect(await outcomeOf(channel.http.request(GET))).toBe("refused: address-private");
    expect(victim.accepted()).toBe(0);
  });

  test("is asked once for each connection, and the answer that was checked is the one connected to", async () => {
    const server = kept(await startRawServer(answering(OK)));
    let asked = 0;
    const egress = kept(
      loopbackEgress({
        dangerouslyAllowPrivateAddresses: ["127.0.0.9"],
        // The second answer would lead to a place that is refused.
        resolve: async () => addresses((asked += 1) === 1 ? "127.0.0.9" : "127.0.0.1"),
      }),
    );
    const channel = openOne(egress, `http://api.test:${server.port}`);
    // The server listens on 127.0.0.1 alone, so the checked address answers with a refusal.
    expect(await outcomeOf(channel.http.request(GET))).toBe("failed: connection-refused, not sent, provider");
    expect([asked, server.accepted()]).toEqual([1, 0]);
    expect(await outcomeOf(channel.http.request(GET))).toBe("refused: address-private");
  });

  test("with one dead address is reached by another", async () => {
    const server = kept(await startRawServer(answering(OK)));
    const egress = kept(loopbackEgress({ resolve: async () => addresses("127.0.0.9", "127.0.0.1") }));
    expect(await outcomeOf(openOne(egress, `http://api.test:${server.port}`).http.request(GET))).toBe("done");
  });

  test("without an address is not found", async () => {
    const channel = openOne(kept(loopbackEgress({ resolve: async () => [] })), "http://api.test");
    expect(await outcomeOf(channel.http.request(GET))).toBe("failed: name-not-found, not sent, provider");
  });

  test("is resolved by the system unless a test says otherwise, and judged the same", async () => {
    const server = kept(await startRawServer(answering(OK)));
    const allowed = openOne(kept(loopbackEgress()), `http://localhost:${server.port}`);
    expect(await outcomeOf(allowed.http.request(GET))).toBe("done");
    const strict = openOne(
      kept(loopbackEgress({ dangerouslyAllowPrivateAddresses: [] })),
      `http://localhost:${server.port}`,
    );
    expect(await outcomeOf(strict.http.request(GET))).toBe("refused: address-private");
    expect(server.accepted()).toBe(1);
  });
});

test("an address is judged again once it is connected to", async () => {
  const server = kept(await startRawServer(() => undefined));
  const origin = originOf(`tcp://127.0.0.1:${server.port}`);
  if (!origin) throw new Error("no origin");
  const judged: string[] = [];
  const permits = (address: string) => judged.push(address) === 1;
  const dialer = new Dialer(() => Promise.resolve([]), permits, trustAnchors([]), new DeadlineQueue());
  const dialled = dialer.dial({ origin, trusted: false, session: undefined }, 5_000, new DialGroup());
  await expect(dialled).rejects.toBeInstanceOf(RefusedAddress);
  expect(judged).toEqual(["127.0.0.1", "127.0.0.1"]);
  await expect.poll(() => server.open()).toBe(0);
});

describe("TLS", () => {
  const authority = makeCertificate("Test Authority");
  const trusting = { trustedCertificates: [authority.certificate], resolve: async () => addresses("127.0.0.1") };
  const leaf = (...hosts: string[]) => makeCertificate(hosts[0] ?? "", { hosts, issuedBy: authority });

  test("with a certificate of a trusted authority for this name is spoken", async () => {
    const server = kept(await startTlsServer(leaf("api.test")));
    const channel = openOne(kept(loopbackEgress(trusting)), `https://api.test:${server.port}`);
    expect(await outcomeOf(channel.http.request(GET))).toBe("done");
    expect(server.requests()).toBe(1);
  });

  test("to an address is spoken when the certificate names the address", async () => {
    const server = kept(await startTlsServer(leaf("127.0.0.1")));
    const channel = openOne(kept(loopbackEgress(trusting)), `https://127.0.0.1:${server.port}`);
    expect(await outcomeOf(channel.http.request(GET))).toBe("done");
  });

  test.each([
    ["for another name", leaf("other.test"), trusting],
    [
      "that expired",
      makeCertificate("api.test", { hosts: ["api.test"], issuedBy: authority, expiredDaysAgo: 2 }),
      trusting,
    ],
    ["of an authority nobody trusts", leaf("api.test"), { ...trusting, trustedCertificates: [] }],
    ["signed by itself", makeCertificate("api.test", { hosts: ["api.test"] }), trusting],
  ])("with a certificate %s is refused, nothing sent", async (_title, certificate, options) => {
    const server = kept(await startTlsServer(certificate));
    const channel = openOne(kept(loopbackEgress(options)), `https://api.test:${server.port}`);
    expect(await outcomeOf(channel.http.request(GET))).toBe("failed: tls, not sent, provider");
    expect(server.requests()).toBe(0);
  });

  test("is not switched off by the environment", async () => {
    const before = process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    try {
      const server = kept(await startTlsServer(leaf("other.test")));
      const channel = openOne(kept(loopbackEgress(trusting)), `https://api.test:${server.port}`);
      expect(await outcomeOf(channel.http.request(GET))).toBe("failed: tls, not sent, provider");
    } finally {
      if (before === undefined) delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
      else process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = before;
    }
  });

  test("to a server that speaks plain text fails, nothing sent", async () => {
    const server = kept(await startRawServer((socket) => socket.write("220 smtp.example.com ESMTP\r\n")));
    const channel = openOne(kept(loopbackEgress(trusting)), `https://api.test:${server.port}`);
    expect(await outcomeOf(channel.http.request(GET))).toBe("failed: tls, not sent, provider");
  });

  test("that is never finished ends at the deadline, nothing sent", async () => {
    const server = kept(await startRawServer(() => undefined));
    const channel = openOne(kept(loopbackEgress(trusting)), `https://api.test:${server.port}`, {
      operations: [{ id: "probe", endpoints: ["api"], timeoutMs: 200 }],
    });
    expect(await outcomeOf(channel.http.request(GET))).toBe("failed: connect-timeout, not sent, network");
  });

  test("is shortened by the session of the connection before", async () => {
    const server = kept(await startTlsServer(leaf("api.test")));
    const channel = openOne(kept(loopbackEgress(trusting)), `https://api.test:${server.port}`);
    await channel.http.request(GET);
    await channel.http.request({ ...GET, method: "HEAD" }); // undici closes the connection after HEAD
    await channel.http.request(GET);
    expect(server.resumed()).toBe(1);
  });
});
