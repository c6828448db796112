import { createContactCenter } from "@plugboard/core";
import { memorySecrets, memoryStore } from "@plugboard/core/memory";
import { expect, onTestFinished, test } from "vitest";
import { Timeline } from "../timeline.js";
import { watchHost } from "../watch-host.js";
import { TelephonyDesk } from "./telephony-desk.js";

test("a demo that nobody ends still has each call's recording after the thirtieth", async () => {
  let shown = "";
  const timeline = new Timeline((text) => (shown += text), false);
  const desk = await TelephonyDesk.start();
  onTestFinished(() => desk.close(timeline));
  const center = await createContactCenter({
    store: memoryStore(),
    authority: { unchecked: "a test" },
    providers: [desk.provider],
    secrets: memorySecrets(desk.secrets),
    egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.0/8"], dangerouslyRedirectEndpoints: desk.redirects },
  });
  onTestFinished(() => center.close());
  await desk.open(center, timeline);
  const account = watchHost(center, timeline);
  for (let round = 1; round <= 30; round += 1) await desk.runRound(center, timeline, account, round);
  expect(shown.match(/32 bytes of audio\/wav/g)).toHaveLength(30);
}, 30_000);
