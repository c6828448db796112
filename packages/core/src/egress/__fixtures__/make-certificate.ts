import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** A certificate with its key, PEM. */
export interface MadeCertificate {
  readonly certificate: string;
  readonly key: string;
  readonly issuer: { readonly name: string; readonly key: KeyObject };
}

const DAY_MS = 86_400_000;

/**
 * Makes an X.509 certificate (P-256), so that tests need no key in the repository and nothing expires.
 * @param name - common name; with `hosts`, DNS names or `127.0.0.1` the certificate is for; without, it is an authority.
 */
export function makeCertificate(
  name: string,
  options: { hosts?: readonly string[]; issuedBy?: MadeCertificate; expiredDaysAgo?: number } = {},
): MadeCertificate {
  const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const signer = options.issuedBy?.issuer ?? { name, key: pair.privateKey };
  const until = Date.now() + (options.expiredDaysAgo === undefined ? 365 : -options.expiredDaysAgo) * DAY_MS;
  const extensions = [extension("2.5.29.19", sequence(...(options.hosts ? [] : [der(0x01, Buffer.from([0xff])) ])), true)];
  if (options.hosts) extensions.push(extension("2.5.29.17", sequence(...options.hosts.map(alternativeName)), false));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    distinguishedName(signer.name),
    sequence(utcTime(until - 400 * DAY_MS), utcTime(until)),
    distinguishedName(name),
    pair.publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign("sha256", body, signer.key)]);
  const whole = sequence(body, ECDSA_WITH_SHA256, der(0x03, signature));
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${whole.toString("base64")}\n-----END CERTIFICATE-----\n`,
    key: pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    issuer: { name, key: pair.privateKey },
  };
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return der(0x06, Buffer.from(bytes));
}

function distinguishedName(commonName: string): Buffer {
  return sequence(der(0x31, sequence(objectId("2.5.4.3"), der(0x0c, Buffer.from(commonName)))));
}

function utcTime(atMs: number): Buffer {
  const [date = "", time = ""] = new Date(atMs).toISOString().split("T");
  return der(0x17, Buffer.from(`${date.slice(2).replaceAll("-", "")}${time.slice(0, 8).replaceAll(":", "")}Z`));
}

function extension(id: string, content: Buffer, critical: boolean): Buffer {
  return sequence(objectId(id), ...(critical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, content));
}

function alternativeName(host: string): Buffer {
  const address = /^\d+\.\d+\.\d+\.\d+$/.test(host);
  return address ? der(0x87, Buffer.from(host.split(".").map(Number))) : der(0x82, Buffer.from(host));
}

const ECDSA_WITH_SHA256 = sequence(objectId("1.2.840.10045.4.3.2"));
