import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { nodeWebhooks } from "@plugboard/http-adapters/node";
import { webhookSchemeCases } from "@plugboard/provider-testkit";
import { sqliteStore } from "@plugboard/store-sqlite";
import { tellHealth } from "../bombs/tell-health.js";
import { openInbound } from "./open-inbound.js";

/** A host that takes signed webhooks, started with its store's file and whether it is careless. */
const [file = "", mode = ""] = process.argv.slice(2);

/** What a careless host does with a body: parses and merges it where it comes in. */
function merge(target: Record<string, unknown>, source: unknown): void {
  if (typeof source !== "object" || source === null) return;
  for (const [key, value] of Object.entries(source)) {
    const known = target[key];
    if (typeof value === "object" && value !== null)
      merge((known ?? (target[key] = {})) as Record<string, unknown>, value);
    else target[key] = value;
  }
}
const careless = (chunk: Buffer): void => {
  try {
    merge({}, JSON.parse(chunk.toString()));
  } catch {
    // A careless host goes on.
  }
};

const scheme = webhookSchemeCases.filter(({ name }) => name === "hmac-body");
const open = await openInbound(scheme, { store: sqliteStore(file), settings: { inboundMaxAttempts: 1 } });
const channel = open.channels.get("hmac-body");
if (channel === undefined) throw new Error("no channel");
const answer = nodeWebhooks(open.center);
const server = createServer((request, response) => {
  if (mode === "careless") {
    const emit = request.emit.bind(request);
    request.emit = (name: string, ...values: unknown[]) => {
      if (name === "data") careless(values[0] as Buffer);
      return emit(name, ...values);
    };
  }
  void answer(request, response);
}).listen(0, "127.0.0.1");
await new Promise((resolve) => server.once("listening", resolve));
tellHealth({
  port: String((server.address() as AddressInfo).port),
  path: new URL(channel.url).pathname,
  secret: channel.signer.credentials["secret"] ?? "",
});
