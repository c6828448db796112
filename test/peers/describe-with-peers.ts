import { describe, test } from "vitest";
import { type PeerSettings, peerSettings } from "./peer-settings.js";

/**
 * Tests against the real mail servers of `.ci/peers`. Where none were started the tests are skipped by name; with
 * PLUGBOARD_REQUIRE_PEERS=1 that is a failure, so that a gate cannot pass by not looking.
 */
export function describeWithPeers(name: string, tests: (peers: PeerSettings) => void): void {
  const peers = peerSettings(process.env);
  if (peers) {
    describe(name, () => {
      tests(peers);
    });
  } else if (process.env["PLUGBOARD_REQUIRE_PEERS"] === "1") {
    test(name, () => {
      throw new Error('PLUGBOARD_REQUIRE_PEERS=1, but no peers: .ci/peers start && eval "$(.ci/peers env)"');
    });
  } else {
    test.skip(`${name} (no mail servers: .ci/peers start && eval "$(.ci/peers env)")`, () => undefined);
  }
}
