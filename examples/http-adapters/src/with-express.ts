import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ContactCenter } from "@plugboard/core";
import { expressWebhooks } from "@plugboard/http-adapters/express";
import express from "express";
import type { RunningServer } from "./server.js";

/** Express: the webhooks before every body parser, which would use up the bytes their signatures are over. */
export async function withExpress(center: ContactCenter): Promise<RunningServer> {
  const app = express();
  app.use("/api", expressWebhooks(center));
  app.use(express.json());
  app.get("/", (_request, response) => void response.send("the page"));
  const server = createServer((request, response) => void app(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
