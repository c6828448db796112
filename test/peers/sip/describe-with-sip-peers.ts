import { existsSync } from "node:fs";
import { describe, test } from "vitest";
import { type SipPeerSettings, sipPeerSettings } from "./sip-peer-settings.js";

const HOW = '.ci/sip-peers start && eval "$(.ci/sip-peers env)"';

/**
 * Tests against Kamailio and baresip of `.ci/sip-peers`, and what else they need on this machine (`tools`: absolute paths). Where one of them is
 * absent the tests are skipped by name; with PLUGBOARD_REQUIRE_PEERS=1 that is a failure.
 */
export function describeWithSipPeers(
  name: string,
  tools: readonly string[],
  tests: (peers: SipPeerSettings) => void,
): void {
  const peers = sipPeerSettings(process.env);
  const missing = [...(peers ? [] : [HOW]), ...tools.filter((tool) => !existsSync(tool))];
  if (peers && missing.length === 0) {
    describe(name, () => {
      tests(peers);
    });
  } else if (process.env["PLUGBOARD_REQUIRE_PEERS"] === "1") {
    test(name, () => {
      throw new Error(`PLUGBOARD_REQUIRE_PEERS=1, but missing: ${missing.join(", ")}`);
    });
  } else {
    test.skip(`${name} (missing: ${missing.join(", ")})`, () => undefined);
  }
}
