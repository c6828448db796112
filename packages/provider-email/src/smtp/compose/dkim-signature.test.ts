import { createHash, generateKeyPairSync, type KeyObject, verify } from "node:crypto";
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { describe, expect, test } from "vitest";
import { emailTransfer } from "../__fixtures__/email-transfer.js";
import { composeEmail } from "./compose-email.js";
import { dkimSignature, readDkimKey } from "./dkim-signature.js";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const ed25519 = generateKeyPairSync("ed25519");

function signed(privateKey: KeyObject): string {
  const key = { domainName: "example.com", keySelector: "mail", privateKey };
  const { message } = emailTransfer({
    subject: "Größe  und  =?UTF-8?B?aGk=?= Maß",
    text: "Hi\n",
    html: "<p>Hi</p>",
    listUnsubscribe: { url: "https://example.com/u" },
    headers: { "X-Long": "word ".repeat(40).trim() },
  });
  return composeEmail(message, {
    from: { kind: "email", value: "support@example.com" },
    messageId: (domain) => `<id@${domain}>`,
    dateMs: 1_700_000_000_000,
    sign: (bytes) => dkimSignature(bytes, key, 1_700_000_000_000),
  }).bytes.toString();
}

/** RFC 6376 §6.1.3, written from the document and not from the code beside. */
function verifies(message: string, publicKey: KeyObject): boolean {
  const [header = "", ...rest] = message.split("\r\n\r\n");
  const body = rest.join("\r\n\r\n").replace(/(?:\r\n)*$/, "\r\n");
  const fields = header.split(/\r\n(?=\S)/);
  const signatureField = fields.find((field) => field.startsWith("DKIM-Signature:")) ?? "";
  const tags = new Map(
    signatureField
      .slice("DKIM-Signature:".length)
      .split(";")
      .map((tag) => tag.replace(/\s+/g, "").split(/=(.*)/s) as [string, string]),
  );
  if (createHash("sha256").update(body).digest("base64") !== tags.get("bh")) return false;
  const relax = (field: string) => {
    const [name = "", value = ""] = field.split(/:(.*)/s);
    return `${name.toLowerCase()}:${value
      .replace(/\r\n/g, "")
      .replace(/[ \t]+/g, " ")
      .trim()}`;
  };
  const left = fields.filter((field) => field !== signatureField);
  const covered = (tags.get("h") ?? "").split(":").flatMap((name) => {
    const index = left.findLastIndex((field) => field.toLowerCase().startsWith(`${name.toLowerCase()}:`));
    return index === -1 ? [] : left.splice(index, 1).map((field) => `${relax(field)}\r\n`);
  });
  if (left.length > 0) return false;
  const data = Buffer.from(covered.join("") + relax(signatureField.replace(/(b=)[^;]*$/, "$1")));
  const signature = Buffer.from(tags.get("b") ?? "", "base64");
  return publicKey.asymmetricKeyType === "ed25519"
    ? verify(null, createHash("sha256").update(data).digest(), publicKey, signature)
    : verify("sha256", data, publicKey, signature);
}

describe.each([
  ["RSA", rsa],
  ["Ed25519", ed25519],
])("a signature by %s", (_name, { privateKey, publicKey }) => {
  const message = signed(privateKey);

  test("verifies", () => {
    expect(verifies(message, publicKey)).toBe(true);
  });

  test("covers every field: each changed, removed or added one breaks it", () => {
    const fields = message
      .split("\r\n\r\n", 1)
      .join()
      .split(/\r\n(?=\S)/)
      .slice(1);
    expect(fields.length).toBeGreaterThan(8);
    for (const field of fields) {
      expect(verifies(message.replace(field, field.replace(/.$/, "!")), publicKey), field).toBe(false);
      expect(verifies(message.replace(`${field}\r\n`, ""), publicKey), field).toBe(false);
    }
    for (const name of ["From", "To", "Cc", "Subject", "Date", "Reply-To"])
      expect(verifies(message.replace("From:", `${name}: evil@example.net\r\nFrom:`), publicKey), name).toBe(false);
  });

  test("covers the body", () => {
    expect(verifies(message.replace("SGkK", "SGkL"), publicKey)).toBe(false);
  });
});

/** What receivers run: not written by us, and asked for the key as by DNS. */
describe.each([
  ["RSA", rsa, (key: KeyObject) => key.export({ type: "spki", format: "der" })],
  ["Ed25519", ed25519, (key: KeyObject) => key.export({ type: "spki", format: "der" }).subarray(-32)],
])("mailauth, given a signature by %s,", (name, { privateKey, publicKey }, published) => {
  const record = `v=DKIM1; k=${name.toLowerCase()}; p=${published(publicKey).toString("base64")}`;
  const asked: string[] = [];
  const verified = async (message: string) => {
    const resolver = (domain: string): Promise<string[][]> => {
      asked.push(domain);
      return Promise.resolve([[record]]);
    };
    const { results } = await dkimVerify(Buffer.from(message), { resolver });
    return results;
  };

  test("finds it good, aligned with the sender, and over what one-click unsubscribing needs signed (RFC 8058 §4)", async () => {
    const message = signed(privateKey);
    const results = await verified(message);
    expect(results).toMatchObject([
      { signingDomain: "example.com", selector: "mail", status: { result: "pass", aligned: "example.com" } },
    ]);
    expect(asked).toEqual(["mail._domainkey.example.com"]);
    const covered = (/^DKIM-Signature:.*?\bh=([^;]+);/ms.exec(message)?.[1] ?? "").toLowerCase().split(/[\s:]+/);
    expect(covered).toEqual(expect.arrayContaining(["from", "list-unsubscribe", "list-unsubscribe-post"]));
  });

  test("finds it broken once a byte of the message changed", async () => {
    for (const changed of [
      signed(privateKey).replace("SGkK", "SGkL"),
      signed(privateKey).replace("Subject: ", "Subject: x"),
    ])
      expect(await verified(changed)).not.toMatchObject([{ status: { result: "pass" } }]);
  });
});

describe("reading a key", () => {
  test.each([
    ["PKCS #8 RSA", rsa.privateKey.export({ type: "pkcs8", format: "pem" })],
    ["PKCS #1 RSA", rsa.privateKey.export({ type: "pkcs1", format: "pem" })],
    ["Ed25519", ed25519.privateKey.export({ type: "pkcs8", format: "pem" })],
  ])("%s", (_name, pem) => {
    expect(readDkimKey(String(pem))?.type).toBe("private");
  });

  test.each([
    ["a public key", rsa.publicKey.export({ type: "spki", format: "pem" })],
    [
      "another kind",
      generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" }),
    ],
    ["no key", "secret"],
  ])("%s is none", (_name, pem) => {
    expect(readDkimKey(String(pem))).toBeUndefined();
  });
});
