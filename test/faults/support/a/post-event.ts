import { request } from "node:http";
import { signHttpWebhook } from "@plugboard/provider-testkit";

/** Posts one event as its provider does, on a connection of its own. @returns the status; 0 when no answer came. */
export function postEvent(port: number, secret: string, id: string): Promise<number> {
  const body = JSON.stringify({ events: [{ type: "message", id, from: "+49301", to: "+49302", text: "hello" }] });
  const headers = signHttpWebhook({ secret, id: `d-${id}`, timestampSeconds: Math.floor(Date.now() / 1_000), body });
  return new Promise((resolve) => {
    const posting = request({ host: "127.0.0.1", port, path: "/webhooks/c1", method: "POST", headers, agent: false });
    posting.setTimeout(15_000, () => posting.destroy());
    posting.on("response", (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
      response.on("error", () => resolve(0));
    });
    posting.on("error", () => resolve(0));
    posting.on("close", () => resolve(0));
    posting.end(body);
  });
}
