import { fakeConnection } from "@plugboard/provider-testkit";
import { createHttpProvider } from "@plugboard/provider-testkit/http-provider";
import { describe, expect, test } from "vitest";
import { isolationLimitsSchema } from "../isolation-limits.js";
import { Broker } from "./broker.js";
import { ThreadBroker } from "./thread-broker.js";
import { UnknownQuestionError } from "./unknown-question-error.js";

const line = { ask: () => Promise.resolve(undefined), tell: () => undefined };
/** Nothing of these tests starts a process. */
const start = {
  ...{ providerId: "http", manifest: {}, entry: "/none", child: "/none", exportName: "none" },
  ...{ versions: {}, readableFolders: [] },
  confinement: { command: [], network: false, processes: false, endsWithHost: false },
  limits: isolationLimitsSchema.parse({ maxThreads: 0 }),
};

function opened() {
  const requests: unknown[] = [];
  const broker = new Broker(() => line, new ThreadBroker(start, () => line));
  const connection = fakeConnection(createHttpProvider(), {
    settings: { baseUrl: "https://api.example.com", countries: ["DE"] },
    credentials: { apiKey: "key-of-the-account", webhookSecret: `whsec_${Buffer.alloc(24, 7).toString("base64")}` },
    http: {
      request: (request) => {
        requests.push(request);
        return Promise.resolve({ status: 200, headers: {}, body: new Uint8Array() });
      },
    },
  });
  return { broker, requests, channel: broker.channels.add(connection) };
}
const request = { operation: "send-message", method: "GET", endpoint: "api", path: "/" };

describe("what a connector's process may ask", () => {
  test("a call by one of its own channels goes through that channel's guarded client", async () => {
    const { broker, requests, channel } = opened();
    await broker.answer("http", { channel, request });
    expect(requests).toEqual([request]);
  });

  test.each([
    ["a question that is not of the contract", "read-file", { channel: 1, path: "/etc/passwd" }],
    ["a member every object has", "constructor", {}],
    ["a channel that is not there", "http", { channel: 99, request }],
    ["a call of another shape", "http", { channel: 1, request: { ...request, method: "CONNECT" } }],
    ["a socket that is not there", "socket-write", { socket: 1, bytes: new Uint8Array() }],
    ["a mailbox that is not open", "sink-accept", { sink: 1, delivery: {} }],
    ["a visitor who has gone", "site-confirm", { visit: 1, token: "t" }],
    ["a thread beyond the limit", "thread-start", { thread: 1, module: "/none" }],
    ["a thread that is not there", "thread-post", { thread: 1, data: {} }],
  ])("%s is refused", async (_name, method, data) => {
    const { broker, requests } = opened();
    const answer = async () => broker.answer(method, data);
    await expect(answer()).rejects.toBeInstanceOf(UnknownQuestionError);
    expect(requests).toEqual([]);
  });

  test("nothing of what a channel was told goes on to it once it is closed", async () => {
    const { broker, requests, channel } = opened();
    broker.channels.take(channel);
    const answer = async () => broker.answer("http", { channel, request });
    await expect(answer()).rejects.toBeInstanceOf(UnknownQuestionError);
    expect(requests).toEqual([]);
  });
});
