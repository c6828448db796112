import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getGlobalDispatcher, request } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import { leakGuard } from "./leak-guard.js";

let reached = 0;
const server = createServer((_request, response) => {
  reached += 1;
  response.end("ok");
});
let host = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

test("stops requests of undici and of fetch until it is released", async () => {
  const before = getGlobalDispatcher();
  const guard = leakGuard();
  await expect(request(`http://${host}/`)).rejects.toThrow();
  await expect(fetch(`http://${host}/`)).rejects.toThrow();
  expect(reached).toBe(0);
  await guard.release();
  expect(getGlobalDispatcher()).toBe(before);
  await (await request(`http://${host}/`)).body.dump();
  expect(reached).toBe(1);
});

test("lets allowed hosts through and no other port of theirs", async () => {
  const guard = leakGuard({ allow: [host] });
  await (await request(`http://${host}/`)).body.dump();
  await expect(request("http://127.0.0.1:1/")).rejects.toThrow(/not allowed|net\.connect disabled|Mock dispatch/);
  await guard.release();
});
