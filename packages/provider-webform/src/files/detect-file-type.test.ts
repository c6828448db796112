import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { detectFileType } from "./detect-file-type.js";
import { isSafeFilename } from "./safe-filename.js";

const bytes = (...values: (number | string)[]): Uint8Array =>
  Buffer.concat(values.map((value) => (typeof value === "string" ? Buffer.from(value) : Buffer.from([value]))));

test.each<[string, Uint8Array, string | undefined]>([
  ["a PNG", bytes(0x89, "PNG\r\n", 0x1a, "\n", 0), "image/png"],
  ["a JPEG", bytes(0xff, 0xd8, 0xff, 0xe0), "image/jpeg"],
  ["a GIF", bytes("GIF89a", 1), "image/gif"],
  ["a WebP", bytes("RIFF....WEBPVP8 "), "image/webp"],
  ["a PDF", bytes("%PDF-1.7\n"), "application/pdf"],
  ["a text", bytes("Grüße\n\tja"), "text/plain"],
  ["nothing", bytes(), undefined],
  ["a beginning of a PNG", bytes(0x89, "PNG\r\n", 0x1a, "\n"), undefined],
  ["a zip", bytes("PK", 3, 4, "x"), undefined],
  ["a gzip", gzipSync("x".repeat(1_000)), undefined],
  ["a program", bytes("MZ", 0x90, 0), undefined],
  ["an ELF program", bytes(0x7f, "ELF"), undefined],
  ["a page", bytes("  <!DOCTYPE html><script>"), undefined],
  ["a drawing with a script", bytes('\ufeff<svg onload="alert(1)">'), undefined],
  ["XML", bytes('<?xml version="1.0"?>'), undefined],
  ["a text in UTF-16", bytes(0xff, 0xfe, "a", 0, "b", 0), undefined],
  ["a text with NUL", bytes("a", 0, "b"), undefined],
])("%s", (_what, content, type) => {
  expect(detectFileType(content)).toBe(type);
});

test.each<[string, boolean]>([
  ["photo.png", true],
  ["Büro 2.PNG", true],
  ["photo.png.exe", false],
  ["photo.exe", false],
  ["../photo.png", false],
  ["..\\photo.png", false],
  ["a\u0000.png", false],
  ["gnp\u202eexe.png", false],
  ["a\r\nb.png", false],
  [".png", false],
  [".hidden.png", false],
  ["photo.png ", false],
  ["c:photo.png", false],
  [`${"x".repeat(201)}.png`, false],
  ["", false],
])("a PNG called %j", (name, isSafe) => {
  expect(isSafeFilename(name, "image/png")).toBe(isSafe);
});
