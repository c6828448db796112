import { afterEach, expect, test } from "vitest";
import { bodyOf, type LoopbackServer, startLoopbackServer } from "./__fixtures__/loopback-server.js";
import { CLOCK_MS, loopbackEgress, openOne } from "./__fixtures__/open-egress.js";
import { EgressRefusedError } from "../spec/errors/egress-refused-error.js";
import type { Egress } from "./egress.js";

const toClose: (Egress | LoopbackServer)[] = [];
afterEach(async () => {
  for (const one of toClose.splice(0).reverse()) await one.close();
});
function kept<T extends Egress | LoopbackServer>(one: T): T {
  toClose.push(one);
  return one;
}

async function echo(): Promise<LoopbackServer> {
  return kept(
    await startLoopbackServer((request, response) => {
      void bodyOf(request).then((body) => {
        response.writeHead(201, {
          "X-Path": request.url ?? "",
          "set-cookie": ["a=1", "b=2"],
          "x-method": request.method,
        });
        response.end(body);
      });
    }),
  );
}

test("a declared endpoint is called, the body leaves byte for byte and the answer comes back whole", async () => {
  const server = await echo();
  const channel = openOne(kept(loopbackEgress()), `${server.origin}/v1`);
  channel.openTransfer("t-1", "send");
  const answer = await channel.http.request({
    operation: "send",
    transferId: "t-1",
    method: "POST",
    endpoint: "api",
    path: "/messages?x=%20",
    headers: { "content-type": "application/json" },
    body: '{"text":"grüße \u{1f600}"}',
  });
  expect(answer.status).toBe(201);
  expect(answer.headers["x-path"]).toBe("/v1/messages?x=%20");
  expect(answer.headers["set-cookie"]).toEqual(["a=1", "b=2"]);
  expect(Buffer.from(answer.body).toString()).toBe('{"text":"grüße \u{1f600}"}');
  expect(channel.closeTransfer("t-1")).toEqual({ bytesOut: 23, requestSent: true, sentAtMs: CLOCK_MS });
});

test("an operation with personal data is refused without an open transfer of its own", async () => {
  const server = await echo();
  const channel = openOne(kept(loopbackEgress()), server.origin);
  const send = (transferId?: string) =>
    channel.http
      .request({ operation: "send", method: "POST", endpoint: "api", path: "/", ...(transferId ? { transferId } : {}) })
      .then(
        () => "answered",
        (error: unknown) => (EgressRefusedError.isInstance(error) ? error.details["reason"] : error),
      );
  expect(await send()).toBe("transfer-missing");
  channel.openTransfer("t-probe", "probe");
  expect(await send("t-probe")).toBe("transfer-missing");
  channel.openTransfer("t-2", "send");
  expect(await send("t-2")).toBe("answered");
  channel.closeTransfer("t-2");
  expect(await send("t-2")).toBe("transfer-closed");
  expect(server.connections()).toBe(1);
});
