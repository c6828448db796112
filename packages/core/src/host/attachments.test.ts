import "reflect-metadata";
import { expect, test } from "vitest";
import { scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { activate, startHost, text } from "../__fixtures__/start-host.js";
import type { ContactCenterOptions } from "./contact-center-options.js";

async function sendFile(filename: string, attachments?: ContactCenterOptions["attachments"]) {
  const scripted = scriptedProvider({
    manifest: { content: { features: { document: "full" }, addressKinds: ["phone"] } },
  });
  const center = await startHost({
    providers: [scripted.provider],
    ...(attachments === undefined ? {} : { attachments }),
  });
  await activate(center);
  const media = { source: "bytes", bytes: Buffer.from("MZ"), contentType: "application/octet-stream" } as const;
  const result = await center.send({ ...text("a"), content: { type: "document", media, filename } });
  return { center, result };
}

test("a file that a computer would run is not carried, and the refusal is on record without its name (R21)", async () => {
  const { center, result } = await sendFile("Befund Ann Example.exe");
  expect(result).toMatchObject({ accepted: false, refusal: { code: "ATTACHMENT_REFUSED", gate: "attachment" } });
  const trail = await center.audit.list({ accountId: "acme", action: "message-refused" });
  expect(trail).toMatchObject([{ details: { code: "ATTACHMENT_REFUSED", refused: ["exe"] } }]);
  expect(JSON.stringify([trail, result])).not.toContain("Ann");
});

test("which files those are is the host's to say", async () => {
  expect((await sendFile("a.exe", { refusedExtensions: [] })).result).toMatchObject({ accepted: true });
  expect((await sendFile("a.zip", { refusedExtensions: ["zip"] })).result).toMatchObject({ accepted: false });
  await expect(sendFile("a.zip", { refusedExtensions: [".zip"] })).rejects.toMatchObject({ code: "OPTION_INVALID" });
});
