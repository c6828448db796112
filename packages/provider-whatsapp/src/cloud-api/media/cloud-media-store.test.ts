import { createHash } from "node:crypto";
import type { HttpResponseV1 } from "@plugboard/core/spec";
import { expect, test } from "vitest";
import { cloudMediaStore } from "./cloud-media-store.js";

const bytes = Uint8Array.of(1, 2, 0, 255);
const sha256 = createHash("sha256").update(bytes).digest();

/** A store whose files are what they are, whatever was announced of them. */
function storeThatAnnounces(announced: Record<string, unknown>) {
  const url = "https://lookaside.fbsbx.com/files/1";
  const answer = (body: Uint8Array): HttpResponseV1 => ({ status: 200, headers: {}, body });
  return cloudMediaStore({
    messagesPath: "/messages",
    uploadPath: "/media",
    mediaPath: (mediaId) => `/${mediaId}`,
    call: () => Promise.resolve(answer(Buffer.from(JSON.stringify({ url, mime_type: "image/png", ...announced })))),
    download: () => Promise.resolve(answer(bytes)),
    now: () => 0,
  });
}

test.each<[string, Record<string, unknown>]>([
  ["nothing more", {}],
  ["its size as a number", { file_size: 4 }],
  ["its size as a text", { file_size: "4" }],
  ["its hash in hex", { sha256: sha256.toString("hex") }],
  ["its hash in base64", { sha256: sha256.toString("base64") }],
])("a file of which is announced %s is handed out", async (_name, announced) => {
  const file = await storeThatAnnounces(announced).doDownload({ transferId: "t", mediaId: "1" });
  expect(file).toEqual({ bytes, contentType: "image/png" });
});

test.each<[string, Record<string, unknown>]>([
  ["a larger size", { file_size: 5 }],
  ["a smaller size", { file_size: "3" }],
  ["no byte", { file_size: 0 }],
  [
    "another hash",
    { file_size: 4, sha256: sha256.toString("hex").replace(/^./, (digit) => (digit === "0" ? "1" : "0")) },
  ],
])("a file that was announced with %s is not taken for it", async (_name, announced) => {
  const store = storeThatAnnounces(announced);
  await expect(store.doDownload({ transferId: "t", mediaId: "1" })).rejects.toMatchObject({
    outcome: { outcome: "try-again", code: "MEDIA_DAMAGED", party: "provider" },
  });
});
