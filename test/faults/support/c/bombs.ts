import { gzipSync } from "node:zlib";

/** A body meant to hurt whoever reads it. */
export interface Bomb {
  readonly name: string;
  readonly contentType: string;
  readonly body: Buffer;
}

const JSON_TYPE = "application/json";
const MULTIPART = "multipart/form-data; boundary=b";
const nested = (inner: string, depth: number): string => `{"a":`.repeat(depth) + inner + "}".repeat(depth);

/** The parser bombs of FAULTS C. */
export function bombs(): Bomb[] {
  const text = (name: string, contentType: string, body: string): Bomb => ({
    name,
    contentType,
    body: Buffer.from(body),
  });
  const members = Array.from({ length: 70_000 }, (_, index) => `"k${String(index)}":1`).join(",");
  return [
    text("JSON 100,000 deep", JSON_TYPE, "[".repeat(100_000) + "]".repeat(100_000)),
    text("JSON 100,000 deep, not closed", JSON_TYPE, `{"a":`.repeat(100_000)),
    text("a string of 10 MB", JSON_TYPE, `{"id":"${"x".repeat(10_000_000)}"}`),
    text("a string of 1 MB", JSON_TYPE, `{"id":"${"x".repeat(1_000_000)}"}`),
    text(
      "1,000,000 members",
      JSON_TYPE,
      `{${Array.from({ length: 1_000_000 }, (_, at) => `"${String(at)}":1`).join(",")}}`,
    ),
    text("as many members as fit", JSON_TYPE, `{${members}}`),
    text("as many elements as fit", JSON_TYPE, `[${"0,".repeat(500_000)}0]`),
    ...["__proto__", "constructor", "prototype"].flatMap((name) =>
      [1, 5, 60].map((depth) =>
        text(
          `${name} ${String(depth)} deep`,
          JSON_TYPE,
          nested(`{"${name}":{"polluted":true,"prototype":{"polluted":true}}}`, depth),
        ),
      ),
    ),
    text("duplicate keys", JSON_TYPE, `{"id":"a","id":"b","__proto__":{"polluted":1},"__proto__":{"polluted":2}}`),
    {
      name: "bad UTF-8",
      contentType: JSON_TYPE,
      body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0xc0, 0x80, 0x22, 0x3a, 0x31, 0x7d]),
    },
    text(
      "1,000 parts",
      MULTIPART,
      "--b\r\ncontent-disposition: form-data; name=a\r\n\r\nx\r\n".repeat(1_000) + "--b--\r\n",
    ),
    text("no boundary", "multipart/form-data", "--b\r\n\r\nx".repeat(100)),
    text("200,000 fields", "application/x-www-form-urlencoded", "a=1&".repeat(200_000)),
    { name: "gzip bomb", contentType: JSON_TYPE, body: gzipSync(Buffer.alloc(100_000_000, "[")) },
    {
      name: "zip bomb",
      contentType: "application/zip",
      body: Buffer.concat([Buffer.from("PK\u0003\u0004"), gzipSync(Buffer.alloc(10_000_000))]),
    },
    { name: "100 MB", contentType: "application/octet-stream", body: Buffer.alloc(100_000_000, 120) },
  ];
}
