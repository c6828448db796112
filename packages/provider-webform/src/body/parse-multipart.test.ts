import { describe, expect, test } from "vitest";
import { parseMultipart } from "./parse-multipart.js";

const TYPE = "multipart/form-data; boundary=BBBBBBBBBB";
const part = (head: string, body: string): string => `--BBBBBBBBBB\r\n${head}\r\n\r\n${body}\r\n`;
const field = (name: string, value: string): string => part(`Content-Disposition: form-data; name="${name}"`, value);
const parse = (text: string, type = TYPE) => parseMultipart(type, Buffer.from(text));

test("reads fields and files as browsers write them", async () => {
  const form = new FormData();
  form.append("a", "ü\r\n--B");
  form.append("a", "two");
  form.append("file", new File([new Uint8Array([0, 255, 13, 10])], 'we"ird\n.png', { type: "image/png" }));
  form.append("empty", new File([], ""));
  const request = new Request("http://host", { method: "POST", body: form });
  const parsed = parseMultipart(request.headers.get("content-type") ?? "", Buffer.from(await request.arrayBuffer()));
  expect(parsed?.values.get("a")).toEqual(["ü\r\n--B", "two"]);
  expect(parsed?.files.get("file")?.map(({ filename, bytes }) => [filename, [...bytes]])).toEqual([
    ['we"ird\n.png', [0, 255, 13, 10]],
  ]);
  expect(parsed?.files.get("empty")).toBeUndefined();
});

test("fields in one piece keep their line breaks", () => {
  const parsed = parse(
    part('Content-Disposition: form-data; name="_fields"; filename="blob"', "a=x%0Ay%0D%0Az&b=1") +
      "--BBBBBBBBBB--\r\n",
  );
  expect(parsed?.values).toEqual(
    new Map([
      ["a", ["x\ny\r\nz"]],
      ["b", ["1"]],
    ]),
  );
});

describe("what is not exactly a form is refused:", () => {
  test.each<[string, string, string?]>([
    ["no boundary", `${field("a", "1")}--BBBBBBBBBB--`, "multipart/form-data"],
    [
      "two boundaries",
      `${field("a", "1")}--BBBBBBBBBB--`,
      "multipart/form-data; boundary=BBBBBBBBBB; boundary=CCCCCCCCCC",
    ],
    ["something in front", `x\r\n${field("a", "1")}--BBBBBBBBBB--`],
    ["no end", field("a", "1")],
    ["a part without a name", `${part("Content-Disposition: form-data", "1")}--BBBBBBBBBB--`],
    [
      "two dispositions",
      `${part('Content-Disposition: form-data; name="a"\r\nContent-Disposition: form-data; name="b"', "1")}--BBBBBBBBBB--`,
    ],
    ["a name in an extended form", `${part("Content-Disposition: form-data; name*=utf-8''a", "1")}--BBBBBBBBBB--`],
    ["a head without end", `--BBBBBBBBBB\r\nContent-Disposition: form-data; name="a"`],
    [
      "a head of 3,000 bytes",
      `${part(`Content-Disposition: form-data; name="${"a".repeat(3_000)}"`, "1")}--BBBBBBBBBB--`,
    ],
    ["121 parts", `${field("a", "1").repeat(121)}--BBBBBBBBBB--`],
    ["a text of more than 1 MB", `${field("a", "x".repeat(1_048_577))}--BBBBBBBBBB--`],
    [
      "fields in one piece that cannot be read",
      `${part('Content-Disposition: form-data; name="_fields"', "a=%ff")}--BBBBBBBBBB--`,
    ],
    ["nothing", ""],
  ])("%s", (_what, text, type) => {
    expect(parse(text, type)).toBeUndefined();
  });

  test("bad UTF-8 in a field", () => {
    const bytes = Buffer.from(`${field("a", "\u00ff")}--BBBBBBBBBB--`, "latin1");
    expect(parseMultipart(TYPE, bytes)).toBeUndefined();
  });
});
