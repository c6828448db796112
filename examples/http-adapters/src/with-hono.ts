import { serve } from "@hono/node-server";
import type { ContactCenter } from "@plugboard/core";
import { honoWebhooks } from "@plugboard/http-adapters/hono";
import { Hono } from "hono";
import type { RunningServer } from "./server.js";

/** Hono, here on Node; the handler is the same wherever Hono runs. */
export function withHono(center: ContactCenter): Promise<RunningServer> {
  const app = new Hono();
  app.get("/", (context) => context.text("the page"));
  app.all("/api/webhooks/*", honoWebhooks(center));
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => {
      const close = () => new Promise<void>((closed) => server.close(() => closed()));
      resolve({ origin: `http://127.0.0.1:${String(port)}`, close });
    });
  });
}
