import { createHash, randomBytes } from "node:crypto";
import { livechat, signVisitorIdentity } from "@plugboard/provider-livechat";
import { ChatVisitor } from "@plugboard/provider-livechat/testing";
import { chatCredentials, startChatSite } from "../../../browser/livechat/start-chat-site.js";
import type { FaultRow } from "../../fault-row.js";

const WHOLE = 10_000;
const SAMPLE = 400;
const REFUSED: ReadonlySet<number> = new Set([400, 401, 403, 404]);

/** One change of a text that leaves it another one. */
function changed(text: string, index: number): string {
  const at = index % text.length;
  const sign = text[at] ?? "";
  switch (Math.floor(index / text.length) % 4) {
    case 0:
      return text.slice(0, at) + (sign === "A" ? "B" : "A") + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + text.slice(at + 1);
    case 2:
      return `${text.slice(0, at)}${String.fromCharCode(sign.charCodeAt(0) ^ 1)}${text.slice(at + 1)}`;
    default:
      return text.slice(0, at);
  }
}

export const forgedRow: FaultRow = {
  row: "C3",
  provider: livechat.manifest.id,
  title: "changed, cut, foreign and old tokens and identities, and other websites: let in 0, the true ones all taken",
  run: async ({ sample, mutant }) => {
    const most = sample ? SAMPLE : WHOLE;
    const site = await startChatSite({
      settings: {
        limits: {
          sessionsPerMinuteAndAddress: 10_000,
          messagesPerMinute: 600,
          messagesPerHourAndAddress: 1_000_000,
          messagesPerDayAndAddress: 1_000_000,
        },
      },
    });
    try {
      const base = `${site.chatOrigin}/sites/chat`;
      const visitor = await new ChatVisitor(base, site.origin).begin();
      await visitor.say("mine");
      let [tried, lost, letIn] = [0, 0, 0];
      const ask = async (headers: Record<string, string>, expectRefused: boolean): Promise<void> => {
        tried += 1;
        const { status } = await fetch(`${base}/log`, { headers });
        if (expectRefused && !REFUSED.has(status)) letIn += 1;
        if (!expectRefused && status !== 200) lost += 1;
      };
      const { token } = visitor;
      // A verifier that says yes to everything, as seen from outside: every forgery comes with what it takes.
      const bearer = (text: string): string => `Bearer ${mutant ? token : text}`;
      for (let index = 0; index < most; index += 1) {
        const forged =
          index % 7 === 0
            ? `${randomBytes(18).toString("base64url")}.${token.split(".").slice(1).join(".")}`
            : changed(token, index);
        if (forged === token) continue;
        await ask({ origin: site.origin, authorization: bearer(forged) }, true);
        if (index % 100 === 0) await ask({ origin: site.origin, authorization: `Bearer ${token}` }, false);
      }
      for (const authorization of [
        "",
        token,
        `bearer ${token}`,
        `Basic ${token}`,
        `Bearer  ${token}`,
        `Bearer ${token}, Bearer ${token}`,
        `Bearer ${token.toUpperCase()}`,
      ])
        await ask({ origin: site.origin, authorization }, true);
      for (const origin of [
        "null",
        "https://evil.example",
        `${site.origin}.evil.example`,
        site.origin.replace("http", "https"),
        site.origin.toUpperCase(),
        `${site.origin}/`,
      ])
        await ask({ origin, authorization: `Bearer ${token}` }, true);
      const identity = signVisitorIdentity(chatCredentials.identitySecret, {
        id: "ann",
        expiresAtMs: Date.now() + 3_600_000,
      });
      for (let index = 0; index < most / 4; index += 1) {
        tried += 1;
        const forged = mutant ? identity : changed(identity, index * 3);
        const began = await new ChatVisitor(base, site.origin).begin(forged).catch(() => undefined);
        if (began !== undefined && (mutant || forged !== identity)) letIn += 1;
      }
      const plain = createHash("sha256").update("ann").digest("base64url");
      for (const forged of [plain, `${plain}.`, `.${plain}`, `e30.${plain}`, "e30."]) {
        tried += 1;
        if ((await new ChatVisitor(base, site.origin).begin(forged).catch(() => undefined)) !== undefined) letIn += 1;
      }
      return { tried, lost, duplicated: 0, letIn };
    } finally {
      await site.close();
    }
  },
};
