import { createHash, randomBytes } from "node:crypto";
import type { SignatureScheme } from "@plugboard/core/spec";
import { eventBody, type WebhookSchemeCase } from "./webhook-signer.js";

const PATH: SignatureScheme = { scheme: "secret-path", secret: "pathSecret" };
const secret = (): string => randomBytes(24).toString("base64url");
const JSON_TYPE = { "content-type": "application/json" } as const;

/** Proofs that do not cover the body; each stands beside a secret path, or is one. */
export const weakCases: readonly WebhookSchemeCase[] = [
  {
    name: "secret-header",
    contract: {
      strength: "weak",
      signature: { scheme: "secret-header", secret: "key", header: "x-key" },
      secondFactor: PATH,
    },
    timed: false,
    create: () => {
      const credentials = { key: secret(), pathSecret: secret() };
      return {
        credentials,
        sign: (event, { url }) => ({
          url: `${url}/${credentials.pathSecret}`,
          headers: { ...JSON_TYPE, "x-key": credentials.key },
          body: eventBody(event),
        }),
      };
    },
  },
  {
    name: "basic-auth",
    contract: { strength: "weak", signature: { scheme: "basic-auth", secret: "login" }, secondFactor: PATH },
    timed: false,
    create: () => {
      const credentials = { login: `hook:${secret()}`, pathSecret: secret() };
      return {
        credentials,
        sign: (event, { url }) => ({
          url: `${url}/${credentials.pathSecret}`,
          headers: { ...JSON_TYPE, authorization: `Basic ${Buffer.from(credentials.login).toString("base64")}` },
          body: eventBody(event),
        }),
      };
    },
  },
  {
    name: "secret-path",
    contract: { strength: "weak", signature: { scheme: "none" }, secondFactor: PATH },
    timed: false,
    create: () => {
      const credentials = { pathSecret: secret() };
      return {
        credentials,
        sign: (event, { url }) => ({
          url: `${url}/${credentials.pathSecret}`,
          headers: JSON_TYPE,
          body: eventBody(event),
        }),
      };
    },
  },
  {
    name: "md5-callback-hash",
    contract: {
      strength: "weak",
      signature: { scheme: "md5-callback-hash", secret: "salt", accountId: "accountId", apiKey: "apiKey" },
      secondFactor: PATH,
    },
    timed: false,
    create: () => {
      const credentials = { salt: secret(), accountId: "4711", apiKey: secret(), pathSecret: secret() };
      return {
        credentials,
        sign: ({ id, text = "hello" }, { url }) => {
          const hash = createHash("md5")
            .update(credentials.salt + credentials.accountId + credentials.apiKey + id)
            .digest("hex");
          const body = JSON.stringify({ callbacks: [{ callback_id: id, type: "sms_inbound", hash, text }] });
          return { url: `${url}/${credentials.pathSecret}`, headers: JSON_TYPE, body };
        },
      };
    },
  },
];
