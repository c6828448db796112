import { createHash, createHmac, randomBytes } from "node:crypto";
import { eventBody, type WebhookSchemeCase } from "./webhook-signer.js";

const contract = { strength: "strong", signature: { scheme: "twilio", secret: "authToken" } } as const;
const sumOf = (token: string, signed: string): string => createHmac("sha1", token).update(signed).digest("base64");
const order = (left: string, right: string): number => (left < right ? -1 : 1);

/** Twilio as it posts forms, and as it posts JSON. */
export const twilioCases: readonly WebhookSchemeCase[] = [
  {
    name: "twilio",
    contract,
    timed: false,
    create: () => {
      const authToken = randomBytes(16).toString("hex");
      return {
        credentials: { authToken },
        sign: ({ id, text = "hello" }, { url }) => {
          const fields = { MessageSid: id, From: "+4930123456", To: "+4930654321", Body: text, NumMedia: "0" };
          const signed = Object.entries(fields).sort(([left], [right]) => order(left, right));
          return {
            url,
            headers: {
              "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
              "x-twilio-signature": sumOf(authToken, url + signed.map((pair) => pair.join("")).join("")),
            },
            body: new URLSearchParams(fields).toString(),
          };
        },
      };
    },
  },
  {
    name: "twilio-json",
    contract,
    timed: false,
    create: () => {
      const authToken = randomBytes(16).toString("hex");
      return {
        credentials: { authToken },
        sign: (event, { url }) => {
          const body = eventBody(event);
          const called = `${url}?bodySHA256=${createHash("sha256").update(body).digest("hex")}`;
          const headers = { "content-type": "application/json", "x-twilio-signature": sumOf(authToken, called) };
          return { url: called, headers, body };
        },
      };
    },
  },
];
