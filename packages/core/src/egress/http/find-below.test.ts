import { describe, expect, test } from "vitest";
import { keeper } from "../__fixtures__/kept.js";
import { loopbackEgress, openMany } from "../__fixtures__/open-egress.js";
import { outcomeOf } from "../__fixtures__/outcome-of.js";
import { onRequest, startRawServer } from "../__fixtures__/raw-server.js";

const kept = keeper();

/** A provider with an API below /v1 and media on another origin; both lead to one server that records what it is asked. */
async function openMedia() {
  const asked: string[] = [];
  const server = kept(
    await startRawServer((socket) =>
      onRequest(socket, (request) => {
        asked.push(request.slice(0, request.indexOf(" HTTP")));
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
      }),
    ),
  );
  const egress = kept(loopbackEgress({ resolve: async () => [{ address: "127.0.0.1", family: 4 }] }));
  const channel = openMany(
    egress,
    [
      { id: "api", url: `http://api.test:${server.port}/v1` },
      { id: "media", url: `http://media.test:${server.port}` },
      { id: "other", url: `http://other.test:${server.port}` },
      { id: "smtp", url: `smtp://mail.test:${server.port}` },
    ],
    { operations: [{ id: "probe", endpoints: ["api", "media", "smtp"] }] },
  );
  const call = (url: unknown) =>
    outcomeOf(channel.http.request({ operation: "probe", method: "GET", url: url as string }));
  return { call, asked, port: server.port };
}

describe("an absolute address", () => {
  test.each([
    ["http://api.test:PORT/v1/messages?x=1", "GET /v1/messages?x=1"],
    ["http://api.test:PORT/v1", "GET /v1"],
    ["HTTP://API.TEST.:PORT/v1/a", "GET /v1/a"],
    ["http://media.test:PORT", "GET /"],
    ["http://media.test:PORT/a/b%2Fc", "GET /a/b%2Fc"],
    ["http://media.test:PORT/a?next=/../x", "GET /a?next=/../x"],
    ["http://media.test:PORT/grüße", "GET /gr%C3%BC%C3%9Fe"],
  ])("below a declared endpoint is called: %s", async (url, line) => {
    const { call, asked, port } = await openMedia();
    expect(await call(url.replace("PORT", String(port)))).toBe("done");
    expect(asked).toEqual([line]);
  });

  test.each([
    ["http://api.test:PORT/", "endpoint-undeclared"],
    ["http://api.test:PORT/v10/x", "endpoint-undeclared"],
    ["http://api.test:PORT/v1/../admin", "endpoint-undeclared"],
    ["http://api.test:PORT/v1/%2e%2e/admin", "endpoint-undeclared"],
    ["http://api.test:PORT/v1/..%2fadmin", "url-invalid"],
    ["http://api.test:PORT/v1/..;/admin", "url-invalid"],
    ["https://api.test:PORT/v1/x", "endpoint-undeclared"],
    ["http://api.test/v1/x", "endpoint-undeclared"],
    ["http://other.test:PORT/x", "endpoint-undeclared"],
    ["http://media.test.evil.test:PORT/x", "endpoint-undeclared"],
    ["http://evil.test:PORT/#media.test", "url-invalid"],
    ["http://media.test:PORT@evil.test/", "url-invalid"],
    ["http://evil.test\\@media.test:PORT/", "url-invalid"],
    ["http://me\tdia.test:PORT/", "url-invalid"],
    [" http://media.test:PORT/", "url-invalid"],
    ["//media.test:PORT/", "url-invalid"],
    ["/x", "url-invalid"],
    ["", "url-invalid"],
    ["file:///etc/passwd", "endpoint-undeclared"],
    ["data:text/plain,x", "endpoint-undeclared"],
    ["smtp://mail.test:PORT", "endpoint-undeclared"],
    ["blob:http://media.test:PORT/x", "endpoint-undeclared"],
  ])("that is not is refused: %s", async (url, reason) => {
    const { call, asked, port } = await openMedia();
    expect(await call(url.replace("PORT", String(port)))).toBe(`refused: ${reason}`);
    expect(asked).toEqual([]);
  });

  test("that is no string is refused", async () => {
    const { call, port } = await openMedia();
    expect(await call({ toString: () => `http://media.test:${port}/` })).toBe("refused: url-invalid");
    expect(await call(new URL(`http://media.test:${port}/`))).toBe("refused: url-invalid");
  });
});
