import { openHost } from "../plugboard/open-host.mjs";
import { toOutboundMessage } from "../plugboard/to-outbound-message.mjs";

const SUBMITTERS = 256;
const REPORT_MS = 5;

/**
 * Sends as fast as it can and tells its parent the ids that were acknowledged, until the parent kills it. Opened again on the
 * same directory it first goes on with what an earlier life left.
 * @param {import("./open-variant.mjs").VariantSetup & { active?: { accountId: string, channelId: string }[], send: boolean }} params
 */
export default async function sendUntilKilled(params) {
  const startedAt = performance.now();
  const { center, channels } = await openHost({ ...params, store: "sqlite" });
  process.send?.({ progress: { openMs: performance.now() - startedAt, channels } });
  if (!params.send) return new Promise(() => undefined);
  /** @type {string[]} */
  let acknowledged = [];
  setInterval(() => {
    if (acknowledged.length > 0) process.send?.({ progress: { acknowledged } });
    acknowledged = [];
  }, REPORT_MS);
  let sent = 0;
  const submitter = async () => {
    for (;;) {
      const result = await center.send(toOutboundMessage(sent++, channels[0]));
      if (result.accepted) acknowledged.push(result.messageId);
    }
  };
  return Promise.all(Array.from({ length: SUBMITTERS }, submitter));
}
