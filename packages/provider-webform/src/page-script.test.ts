import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { pageScript } from "./page-script.js";

const LIMIT_BYTES = 15 * 1_024;

test("the element is 15 kB at most, compressed, and holds no address of anybody", () => {
  const script = pageScript();
  expect(gzipSync(script, { level: 9 }).byteLength).toBeLessThanOrEqual(LIMIT_BYTES);
  expect(script).not.toMatch(/https?:\/\//);
  expect(script).not.toMatch(
    /innerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|document\.cookie|localStorage|sessionStorage|postMessage/,
  );
});
