import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeWithSipPeers } from "./describe-with-sip-peers.js";
import { SipCaller } from "./sip-caller.js";
import { sipRegistration } from "./sip-credentials.js";

const ROOT = join(import.meta.dirname, "../../..");
const NAME = "X-Plugboard-Permit";

describeWithSipPeers("a SIP server that asks for the gateway's permit", [], (peers) => {
  let caller: SipCaller;
  beforeAll(async () => {
    caller = await SipCaller.open(peers, sipRegistration(peers, "anna"));
  });
  afterAll(() => caller.close());

  const sign = (what: string, secret = peers.secret): string =>
    `${what} ${createHmac("sha1", secret).update(what).digest("base64")}`;
  const permit = (options: { from?: string; to?: string; seconds?: number; secret?: string } = {}): string => {
    const { from = "anna", to = `guarded@${peers.domain}`, seconds = 60, secret } = options;
    return sign(`${Math.floor(Date.now() / 1_000) + seconds}:${from}>${to}`, secret);
  };
  const good = (): string => `${NAME}: ${permit()}`;

  test("is asked for it as the README says", () => {
    const lines = (file: string): string[] =>
      readFileSync(join(ROOT, file), "utf8")
        .split("\n")
        .map((line) => line.trim().replaceAll("\\", ""));
    const published = lines("packages/provider-telephony/README.md");
    const block = published.slice(published.indexOf('if (is_method("INVITE")) {') + 1).slice(0, 6);
    const config = lines(".ci/sip-peers-kamailio").join("\n");
    expect(block.at(-1)).toBe("}");
    expect(config).toContain(block.join("\n"));
  });

  test("lets a call with it through", async () => {
    expect(await caller.invite("guarded", [good()])).toBe(486);
  });

  const [, proof = ""] = permit().split(" ");
  test.each<[string, () => string[]]>([
    ["no header", () => []],
    ["an empty one", () => [`${NAME}:`]],
    ["one of blanks", () => [`${NAME}:   `]],
    ["one without its proof", () => [`${NAME}: ${permit().split(" ")[0]}`]],
    ["one without what it proves", () => [`${NAME}:  ${proof}`]],
    ["the name of nothing", () => [`${NAME}: <null> <null>`]],
    ["somebody else's", () => [`${NAME}: ${permit({ from: "bert" })}`]],
    ["one for another number", () => [`${NAME}: ${permit({ to: `guarded2@${peers.domain}` })}`]],
    ["one for another server", () => [`${NAME}: ${permit({ to: "guarded@elsewhere.example" })}`]],
    ["one that has ended", () => [`${NAME}: ${permit({ seconds: -1 })}`]],
    ["one of another secret", () => [`${NAME}: ${permit({ secret: "another" })}`]],
    ["the page's own credentials", () => [`${NAME}: ${sign(`${Math.floor(Date.now() / 1_000) + 60}:anna`)}`]],
    ["another header of that text", () => [`X-Plugboard-Permits: ${permit()}`]],
  ])("refuses a call with %s, also right after one that was let through", async (_name, headers) => {
    await caller.invite("guarded", [good()]);
    expect(await caller.invite("guarded", headers())).toBe(403);
  });

  test("a permit is for no number that only begins so", async () => {
    for (const user of ["guarded;phone-context=x", "guarded%3b", "guarded.", "guarded%00"])
      expect([user, await caller.invite(user, [good()])]).toEqual([user, 403]);
  });

  test("two permits, one of them for this call, are no way around it", async () => {
    const other = `${NAME}: ${permit({ to: `guarded2@${peers.domain}` })}`;
    expect(await caller.invite("guarded", [other, good()])).toBe(403);
  });
});
