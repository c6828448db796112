import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { HttpRequestV1 } from "../../spec/connection/http-client.js";
import { keeper } from "../__fixtures__/kept.js";
import { bodyOf, startLoopbackServer } from "../__fixtures__/loopback-server.js";
import { loopbackEgress, openMany, openOne } from "../__fixtures__/open-egress.js";
import { outcomeOf } from "../__fixtures__/outcome-of.js";
import { answering, onRequest, startRawServer } from "../__fixtures__/raw-server.js";

const kept = keeper();

const OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
const POST: HttpRequestV1 = { operation: "probe", method: "POST", endpoint: "api", path: "/m", body: "hello" };

async function served(script: Parameters<typeof startRawServer>[0], timeoutMs = 10_000) {
  const server = kept(await startRawServer(script));
  const channel = openOne(kept(loopbackEgress()), server.origin, {
    operations: [{ id: "probe", endpoints: ["api"], timeoutMs, maxResponseBytes: 1_000 }],
  });
  return { server, channel, outcome: () => outcomeOf(channel.http.request(POST)) };
}

describe("an answer", () => {
  test("is read in pieces, 1xx answers before it are passed over", async () => {
    const { channel } = await served((socket) => {
      onRequest(socket, () => {
        socket.write("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n");
        socket.write("X-A: 1\r\nx-a: 2\r\n\r\n3\r\nabc\r\n");
        setImmediate(() => socket.write("2\r\nde\r\n0\r\n\r\n"));
      });
    });
    const answer = await channel.http.request(POST);
    expect({ ...answer, body: Buffer.from(answer.body).toString() }).toEqual({
      status: 200,
      headers: { "transfer-encoding": "chunked", "x-a": ["1", "2"] },
      body: "abcde",
    });
    expect(structuredClone(answer).headers).toEqual(answer.headers);
    expect(answer.headers).toBe(answer.headers);
  });

  test.each([301, 302, 303, 307, 308])("%i is handed over and not followed", async (status) => {
    const victim = kept(await startRawServer(answering(OK)));
    const { channel } = await served(
      answering(`HTTP/1.1 ${status} Moved\r\nlocation: ${victim.origin}/\r\ncontent-length: 0\r\n\r\n`),
    );
    expect((await channel.http.request(POST)).status).toBe(status);
    expect(victim.accepted()).toBe(0);
  });

  test("names of headers do not reach the prototype of objects", async () => {
    const { channel } = await served(
      answering("HTTP/1.1 200 OK\r\n__proto__: x\r\nconstructor: y\r\ncontent-length: 0\r\n\r\n"),
    );
    const { headers } = await channel.http.request(POST);
    expect(headers["constructor"]).toBe("y");
    expect(Object.getPrototypeOf(headers)).toBe(Object.prototype);
    expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
  });

  test("in a coding nobody asked for comes as it is, not decompressed", async () => {
    const bomb = gzipSync(Buffer.alloc(500_000));
    const seen: string[] = [];
    const { channel } = await served((socket) => {
      onRequest(socket, (request) => {
        seen.push(request);
        socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`);
        socket.write(bomb);
      });
    });
    const answer = await channel.http.request(POST);
    expect(Buffer.compare(answer.body, bomb)).toBe(0);
    expect(seen[0]).toContain("\r\naccept-encoding: identity\r\n");
  });

  test("of exactly the limit is read, one byte more is cut", async () => {
    const exact = await served(answering(`HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n${"x".repeat(1_000)}`));
    expect((await exact.channel.http.request(POST)).body.length).toBe(1_000);
    const longer = await served(answering(`HTTP/1.1 200 OK\r\ncontent-length: 1001\r\n\r\n${"x".repeat(1_001)}`));
    expect(await longer.outcome()).toBe("failed: answer-too-large, sent, provider");
  });

  test("without end is cut at the limit and its connection closed", async () => {
    const { server, outcome } = await served((socket) => {
      onRequest(socket, () => {
        socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
        const more = () => {
          if (!socket.destroyed) socket.write(`400\r\n${"x".repeat(1_024)}\r\n`, () => setImmediate(more));
        };
        more();
      });
    });
    expect(await outcome()).toBe("failed: answer-too-large, sent, provider");
    await expect.poll(() => server.open()).toBe(0);
  });

  const CHUNKED = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
  test.each([
    ["1xx answers", "", "HTTP/1.1 103 Early Hints\r\n\r\n"],
    ["empty lines", "", "\r\n"],
    ["a reason", "HTTP/1.1 200 ", "O"],
    ["an extension of a chunk", `${CHUNKED}2;`, "a=b;"],
    ["a length of a chunk", CHUNKED, "0"],
  ])("that goes on and on with %s is cut long before its deadline", async (_title, begin, again) => {
    let written = 0;
    const { server, outcome } = await served((socket) => {
      const piece = again.repeat(2_000);
      onRequest(socket, () => {
        socket.write(begin);
        const more = () => {
          written += piece.length;
          if (!socket.destroyed) socket.write(piece, () => setImmediate(more));
        };
        more();
      });
    });
    expect(await outcome()).toBe("failed: answer-malformed, sent, provider");
    await expect.poll(() => server.open()).toBe(0);
    expect(written).toBeGreaterThan(32_768);
  });

  test("in chunks of one byte each is an answer like any other", async () => {
    const { channel } = await served(answering(`${CHUNKED}${"1\r\na\r\n".repeat(1_000)}0\r\n\r\n`));
    expect(Buffer.from((await channel.http.request(POST)).body).toString()).toBe("a".repeat(1_000));
  });

  test.each([
    ["is no HTTP", "220 smtp.example.com ESMTP\r\n\r\n"],
    ["has two lengths", "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nabc"],
    ["has length and chunks", "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"],
    ["has headers without end", `HTTP/1.1 200 OK\r\n${"x-y: 1\r\n".repeat(10_000)}`],
  ])("that %s is malformed", async (_title, text) => {
    const { outcome } = await served(answering(text));
    expect(await outcome()).toBe("failed: answer-malformed, sent, provider");
  });
});

describe("a deadline covers", () => {
  const LIMIT_MS = 300;

  test.each<[string, Parameters<typeof startRawServer>[0], string]>([
    ["a server that never answers", () => undefined, "answer-timeout, sent, provider"],
    [
      "headers at a byte a time",
      (socket) =>
        onRequest(socket, () =>
          drip(socket, "HTTP/1.1 200 OK\r\nx-long: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        ),
      "answer-timeout, sent, provider",
    ],
    [
      "a body that stalls",
      (socket) => onRequest(socket, () => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc")),
      "answer-timeout, sent, provider",
    ],
    [
      "a body at a byte a time",
      (socket) =>
        onRequest(socket, () => drip(socket, `HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n${"x".repeat(900)}`)),
      "answer-timeout, sent, provider",
    ],
    [
      "early hints without end",
      (socket) => onRequest(socket, () => drip(socket, "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(100))),
      "answer-timeout, sent, provider",
    ],
  ])("%s", async (_title, script, expected) => {
    const { server, outcome } = await served(script, LIMIT_MS);
    const startedAt = performance.now();
    expect(await outcome()).toBe(`failed: ${expected}`);
    const tookMs = performance.now() - startedAt;
    expect(tookMs).toBeGreaterThanOrEqual(LIMIT_MS);
    await expect.poll(() => server.open()).toBe(0);
  });

  test("the shorter of the operation's and the call's time", async () => {
    const { channel } = await served(() => undefined, 60_000);
    expect(await outcomeOf(channel.http.request({ ...POST, timeoutMs: 200 }))).toContain("answer-timeout");
    const short = await served(() => undefined, 200);
    expect(await outcomeOf(short.channel.http.request({ ...POST, timeoutMs: 60_000 }))).toContain("answer-timeout");
  });

  function drip(socket: Socket, text: string): void {
    let index = 0;
    const timer = setInterval(() => {
      socket.write(text[index % text.length] ?? "");
      index += 1;
    }, 10);
    socket.once("close", () => clearInterval(timer));
  }
});

describe("a failure", () => {
  test("of a refused connection says that nothing was sent", async () => {
    const gone = await startRawServer(() => undefined);
    await gone.close();
    const channel = openOne(kept(loopbackEgress()), gone.origin);
    expect(await outcomeOf(channel.http.request(POST))).toBe("failed: connection-refused, not sent, provider");
  });

  test("of a name that does not exist says that nothing was sent", async () => {
    const egress = kept(
      loopbackEgress({ resolve: () => Promise.reject(Object.assign(new Error("x"), { code: "ENOTFOUND" })) }),
    );
    const channel = openOne(egress, "http://api.test");
    expect(await outcomeOf(channel.http.request(POST))).toBe("failed: name-not-found, not sent, provider");
  });

  test("of a name that is never answered ends at the deadline, nothing sent", async () => {
    const egress = kept(loopbackEgress({ resolve: () => new Promise(() => undefined) }));
    const channel = openOne(egress, "http://api.test", {
      operations: [{ id: "probe", endpoints: ["api"], timeoutMs: 200 }],
    });
    expect(await outcomeOf(channel.http.request(POST))).toBe("failed: connect-timeout, not sent, network");
  });

  test.each<[string, Parameters<typeof startRawServer>[0]]>([
    ["after the request", (socket) => onRequest(socket, () => socket.resetAndDestroy())],
    [
      "in the middle of the headers",
      (socket) => onRequest(socket, () => socket.write("HTTP/1.1 200 OK\r\nx", () => socket.resetAndDestroy())),
    ],
    [
      "in the middle of the body",
      (socket) =>
        onRequest(socket, () =>
          socket.write("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc", () => socket.resetAndDestroy()),
        ),
    ],
  ])("by a reset %s says that the request may have arrived", async (_title, script) => {
    const { outcome } = await served(script);
    expect(await outcome()).toBe("failed: connection-lost, sent, provider");
  });

  test("by a reset on accept is a lost connection, whether or not something was written to it", async () => {
    const { outcome } = await served((socket) => void socket.resetAndDestroy());
    expect(await outcome()).toMatch(/^failed: connection-lost, (?:not )?sent, provider$/);
  });

  test("of a server that resets what it accepts costs one connection a call", async () => {
    const { server, outcome } = await served((socket) => void socket.resetAndDestroy(), 1_000);
    for (let index = 0; index < 50; index += 1) expect(await outcome()).toContain("connection-lost");
    expect(server.accepted()).toBe(50);
  });

  test("by a close after the request says that the request may have arrived", async () => {
    const { outcome } = await served((socket) => onRequest(socket, () => socket.end()));
    expect(await outcome()).toBe("failed: connection-lost, sent, provider");
  });

  test("by a body cut short is not taken for an answer", async () => {
    const { outcome } = await served((socket) =>
      onRequest(socket, () => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc")),
    );
    expect(await outcome()).toMatch(/^failed: (?:connection-lost|answer-malformed), sent, provider$/);
  });

  test("carries neither address nor content, only codes and ids", async () => {
    const { server, channel } = await served((socket) => onRequest(socket, () => socket.resetAndDestroy()));
    const error: unknown = await channel.http
      .request({
        ...POST,
        path: "/secret-path?token=s3cret",
        body: "canary-body",
        headers: { authorization: "canary-token" },
      })
      .catch((reason: unknown) => reason);
    const shown = showAll(error);
    for (const canary of ["secret-path", "s3cret", "canary", "127.0.0.1", String(server.port)])
      expect(shown).not.toContain(canary);
    expect(shown).toContain("ECONNRESET");
  });
});

describe("a connection", () => {
  test("is kept and used again, one call at a time", async () => {
    let underWay = 0;
    let most = 0;
    const { server, channel } = await served((socket) => {
      onRequest(socket, () => {
        underWay += 1;
        most = Math.max(most, underWay);
        setImmediate(() => {
          underWay -= 1;
          socket.write(OK);
        });
      });
    });
    for (let index = 0; index < 20; index += 1) await channel.http.request(POST);
    expect([server.accepted(), most]).toEqual([1, 1]);
  });

  test("is not made beyond the limit: calls wait and all are answered", async () => {
    const server = kept(await startRawServer(answering(OK)));
    const channel = openOne(kept(loopbackEgress({ connectionsPerOrigin: 3 })), server.origin);
    const answers = await Promise.all(Array.from({ length: 50 }, () => channel.http.request(POST)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(server.accepted()).toBe(3);
  });

  test("that the server closed between two calls costs no call", async () => {
    const server = kept(
      await startRawServer((socket) => {
        onRequest(socket, () => socket.write(OK, () => socket.end()));
      }),
    );
    const channel = openOne(kept(loopbackEgress()), server.origin);
    for (let index = 0; index < 20; index += 1) {
      expect(await outcomeOf(channel.http.request(POST))).toBe("done");
      await expect.poll(() => server.open()).toBe(0);
    }
  });

  test("is shared by channels that call the same origin and closed with the last of them", async () => {
    const server = kept(await startRawServer(answering(OK)));
    const egress = kept(loopbackEgress());
    const channels = [openOne(egress, server.origin), openOne(egress, `${server.origin}/v2`)] as const;
    for (const channel of channels) await channel.http.request(POST);
    expect(server.accepted()).toBe(1);
    await channels[0].close();
    expect(await outcomeOf(channels[1].http.request(POST))).toBe("done");
    expect(server.accepted()).toBe(1);
    await channels[1].close();
    await expect.poll(() => server.open()).toBe(0);
  });

  test("serves the next call when one gave up waiting for it", async () => {
    const server = kept(
      await startRawServer((socket, number) => {
        if (number > 1) onRequest(socket, () => socket.write(OK));
      }),
    );
    const channel = openOne(kept(loopbackEgress({ connectionsPerOrigin: 1 })), server.origin);
    const first = outcomeOf(channel.http.request({ ...POST, timeoutMs: 400 }));
    const waiting = outcomeOf(channel.http.request({ ...POST, timeoutMs: 100 }));
    const last = outcomeOf(channel.http.request(POST));
    expect(await waiting).toBe("failed: connect-timeout, not sent, network");
    expect(await first).toBe("failed: answer-timeout, sent, provider");
    expect(await last).toBe("done");
  });

  test("that stands only after its call gave up serves another call, and the first is not sent", async () => {
    let release: () => void = () => undefined;
    const resolved = new Promise<void>((resolve) => (release = resolve));
    const bodies: string[] = [];
    const server = kept(
      await startRawServer((socket) => {
        onRequest(socket, (request) => {
          bodies.push(request.slice(request.indexOf("\r\n\r\n") + 4));
          socket.write(OK);
        });
      }),
    );
    const egress = kept(
      loopbackEgress({
        connectionsPerOrigin: 1,
        resolve: async () => {
          await resolved;
          return [{ address: "127.0.0.1", family: 4 }];
        },
      }),
    );
    const channel = openOne(egress, `http://api.test:${server.port}`);
    expect(await outcomeOf(channel.http.request({ ...POST, body: "late", timeoutMs: 100 }))).toContain("not sent");
    const second = channel.http.request({ ...POST, body: "second" });
    release();
    expect((await second).status).toBe(200);
    expect([bodies, server.accepted()]).toEqual([["second"], 1]);
  });
});

describe("a request", () => {
  test("leaves with the bytes and headers it was given", async () => {
    const server = kept(
      await startLoopbackServer((request, response) => {
        void bodyOf(request).then((body) => {
          response.setHeader("x-seen", JSON.stringify(request.headers));
          response.end(body);
        });
      }),
    );
    const channel = openOne(kept(loopbackEgress()), server.origin);
    const bytes = Uint8Array.from({ length: 512 }, (_, index) => index % 256).subarray(1, 511);
    const answer = await channel.http.request({ ...POST, body: bytes, headers: { "x-a": "1", "content-type": "a/b" } });
    expect(Buffer.compare(answer.body, bytes)).toBe(0);
    expect(JSON.parse(String(answer.headers["x-seen"]))).toEqual({
      host: `127.0.0.1:${server.port}`,
      connection: "keep-alive",
      "content-length": "510",
      "accept-encoding": "identity",
      "x-a": "1",
      "content-type": "a/b",
    });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["an operation nobody declared", { operation: "other" }, "operation-undeclared"],
    ["an endpoint nobody declared", { endpoint: "other" }, "endpoint-undeclared"],
    ["an inherited name as endpoint", { endpoint: "constructor" }, "endpoint-undeclared"],
    ["no endpoint at all", { endpoint: undefined }, "endpoint-undeclared"],
    ["an endpoint of another operation", { operation: "only-b" }, "endpoint-undeclared"],
    ["an endpoint whose setting is missing", { endpoint: "unset" }, "endpoint-unset"],
    ["an endpoint that listens", { endpoint: "listener" }, "endpoint-undeclared"],
    ["an endpoint that is no HTTP", { endpoint: "smtp" }, "endpoint-undeclared"],
    ["a path that climbs", { path: "/../x" }, "url-invalid"],
    ["a path that turns into another", { path: { toString: () => "/m" } }, "url-invalid"],
    ["a tunnel", { method: "CONNECT" }, "url-invalid"],
    ["a lower-case method", { method: "post" }, "url-invalid"],
    ["endpoint and url at once", { url: "https://api.test/" }, "url-invalid"],
    ["a header that belongs to the client", { headers: { Host: "evil.test" } }, "header-invalid"],
    ["a header with a line end", { headers: { "x-a": "1\r\nx: 2" } }, "header-invalid"],
    ["a residency the account does not allow", { operation: "far" }, "residency"],
  ])("with %s is refused and no connection made", async (_title, change, reason) => {
    const server = kept(await startRawServer(answering(OK)));
    const all = ["api", "unset", "listener", "smtp"];
    const channel = openMany(
      kept(loopbackEgress()),
      [
        { id: "api", url: server.origin },
        { id: "b", url: server.origin },
        { id: "unset", url: "https://{host}" },
        { id: "listener", url: "tcp://127.0.0.1:0", direction: "listen" },
        { id: "smtp", url: `smtp://127.0.0.1:${server.port}` },
      ],
      {
        operations: [
          { id: "probe", endpoints: all },
          { id: "only-b", endpoints: ["b"] },
          { id: "far", endpoints: ["api"] },
        ],
        refuse: (operation) => (operation === "far" ? "residency" : undefined),
      },
    );
    expect(await outcomeOf(channel.http.request({ ...POST, ...change }))).toBe(`refused: ${reason}`);
    expect(server.accepted()).toBe(0);
  });
});

describe("a transfer that closes", () => {
  test("breaks off a call that was sent and takes back one that was not", async () => {
    const server = kept(await startRawServer(() => undefined));
    const channel = openOne(kept(loopbackEgress({ connectionsPerOrigin: 1 })), server.origin);
    channel.openTransfer("t", "send");
    const send = { ...POST, operation: "send", transferId: "t" };
    const sent = outcomeOf(channel.http.request(send));
    await expect.poll(() => channel.transferFacts("t").requestSent).toBe(true);
    const waiting = outcomeOf(channel.http.request(send));
    expect(channel.closeTransfer("t").bytesOut).toBe(5);
    expect(await Promise.all([sent, waiting])).toEqual(["failed: aborted, sent, host", "refused: transfer-closed"]);
    await expect.poll(() => server.open()).toBe(0);
  });

  test("leaves the calls of other transfers alone", async () => {
    const answers: (() => void)[] = [];
    const server = kept(
      await startRawServer((socket) => onRequest(socket, () => answers.push(() => socket.write(OK)))),
    );
    const channel = openOne(kept(loopbackEgress()), server.origin);
    for (const id of ["a", "b"]) channel.openTransfer(id, "send");
    const other = channel.http.request({ ...POST, operation: "send", transferId: "b" });
    const broken = outcomeOf(channel.http.request({ ...POST, operation: "send", transferId: "a" }));
    await expect.poll(() => answers.length).toBe(2);
    channel.closeTransfer("a");
    for (const answer of answers) answer();
    expect([(await other).status, await broken]).toEqual([200, "failed: aborted, sent, host"]);
  });

  test("knows nothing of a transfer that never was, and refuses to open one twice", () => {
    const channel = openOne(kept(loopbackEgress()), "https://api.example.com");
    expect(channel.closeTransfer("never")).toEqual({ bytesOut: 0, requestSent: false });
    channel.openTransfer("t", "send");
    expect(() => channel.openTransfer("t", "send")).toThrow(TypeError);
  });
});

describe("closing", () => {
  test("a channel ends its calls and refuses new ones", async () => {
    const server = kept(await startRawServer(() => undefined));
    const channel = openOne(kept(loopbackEgress()), server.origin);
    const call = outcomeOf(channel.http.request(POST));
    await expect.poll(() => server.accepted()).toBe(1);
    await channel.close();
    await channel.close();
    expect(await call).toBe("failed: aborted, sent, host");
    expect(await outcomeOf(channel.http.request(POST))).toBe("refused: closed");
    await expect.poll(() => server.open()).toBe(0);
  });

  test("follows the channel's signal", async () => {
    const server = kept(await startRawServer(() => undefined));
    const controller = new AbortController();
    const channel = openOne(kept(loopbackEgress()), server.origin, { signal: controller.signal });
    const call = outcomeOf(channel.http.request(POST));
    await expect.poll(() => server.accepted()).toBe(1);
    controller.abort();
    expect(await call).toBe("failed: aborted, sent, host");
    expect(await outcomeOf(channel.http.request(POST))).toBe("refused: closed");
    const late = openOne(kept(loopbackEgress()), server.origin, { signal: controller.signal });
    expect(await outcomeOf(late.http.request(POST))).toBe("refused: closed");
  });

  test("the host refuses to open another channel", async () => {
    const egress = loopbackEgress();
    await egress.close();
    expect(() => openOne(egress, "https://api.example.com")).toThrow(/closed/);
  });

  test("the host breaks off a handshake that is under way", async () => {
    const server = kept(await startRawServer(() => undefined));
    const egress = loopbackEgress();
    const call = outcomeOf(openOne(egress, server.origin.replace("http:", "https:")).http.request(POST));
    await expect.poll(() => server.open()).toBe(1);
    await egress.close();
    expect(await call).toBe("refused: closed");
    await expect.poll(() => server.open()).toBe(0);
  });

  test("the host ends every channel, also one whose connection is only being made", async () => {
    const server = kept(await startRawServer(() => undefined));
    const egress = loopbackEgress({ resolve: () => new Promise(() => undefined) });
    const calls = [openOne(egress, server.origin), openOne(egress, "http://api.test")].map((channel) =>
      outcomeOf(channel.http.request(POST)),
    );
    await expect.poll(() => server.accepted()).toBe(1);
    await egress.close();
    expect(await Promise.all(calls)).toEqual(["failed: aborted, sent, host", "refused: closed"]);
  });
});

/** Everything of an error that could reach a log. */
function showAll(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error);
  const own = JSON.stringify(Object.getOwnPropertyNames(error).map((name) => String(Reflect.get(error, name))));
  return `${error.message} ${String(error.stack)} ${own} ${JSON.stringify(error)} ${error.cause === undefined ? "" : showAll(error.cause)}`;
}
