import { createContactCenter } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import { Plugins } from "@plugboard/plugins";
import { connectorFiles } from "../connectors/connector-files.mjs";
import { projectFolder } from "../connectors/project-folder.mjs";
import { createPublisher } from "../connectors/signed-connector.mjs";
import { collectGarbage } from "../measure/collect-garbage.mjs";
import { activateChannel } from "../plugboard/activate-channel.mjs";
import { toOutboundMessage } from "../plugboard/to-outbound-message.mjs";

/** Rounds before the first look, for each that is measured: code is compiled and tables find their size. */
const WARM_UP = 1 / 4;

/** What must be where it was: heap after a collection, handles Node keeps open, listeners on the process. */
function standing() {
  collectGarbage();
  return {
    heapBytes: process.memoryUsage().heapUsed,
    handles: process.getActiveResourcesInfo().filter((name) => name !== "Immediate" && name !== "FSReqCallback").length,
    listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
  };
}

/**
 * A connector installed, used for one message, and removed again, many times over in one process.
 * @param {{ directory: string, rounds: number, level: "in-process" | "isolated" }} params
 */
export default async function connectorRounds({ directory, rounds, level }) {
  const { trust, sign } = createPublisher();
  const name = "@bench/connector";
  const { tarball, listing } = await sign(await connectorFiles({ name, id: "connector", lanes: 1 }));
  const center = await createContactCenter({
    store: memoryStore({ keepFinished: 0 }),
    authority: { unchecked: "a bench" },
  });
  const folder = projectFolder(directory);
  const plugins = new Plugins({ folder, verification: { trust }, providers: center.providers });
  const install = { listing, level };
  await plugins.install({ tarball }, install);
  const channel = await activateChannel(center, "account-1", "connector", { channelId: "channel-1" });
  await plugins.remove(name);
  /** @type {() => void} */
  let arrived = () => undefined;
  center.on("transfer-closed", () => arrived());
  const sendOne = async () => {
    const transferred = new Promise((resolve) => (arrived = () => resolve(undefined)));
    const sent = await center.send(toOutboundMessage(0, channel));
    if (!sent.accepted) throw new Error(`refused: ${sent.refusal.code}`);
    await transferred;
  };
  const round = async () => {
    await plugins.install({ tarball }, install);
    await sendOne();
    await plugins.remove(name);
  };
  for (let done = 0; done < rounds * WARM_UP; done += 1) await round();
  await settled();
  const before = standing();
  const startedAt = performance.now();
  for (let done = 0; done < rounds; done += 1) await round();
  const roundMs = (performance.now() - startedAt) / rounds;
  await settled();
  const after = standing();
  // What a message leaves in the store's ledger, which is none of a round's doing.
  await plugins.install({ tarball }, install);
  await sendOne();
  await settled();
  const sending = standing();
  for (let done = 0; done < rounds; done += 1) await sendOne();
  await settled();
  const messageBytes = (standing().heapBytes - sending.heapBytes) / rounds;
  plugins.close();
  await center.close();
  return {
    rounds,
    roundMs,
    messageBytes,
    heapBytesPerRound: (after.heapBytes - before.heapBytes) / rounds - messageBytes,
    handlesLeft: after.handles - before.handles,
    listenersLeft: after.listeners - before.listeners,
  };
}

/** Ended processes and closed files are gone a few rounds of the event loop later. */
async function settled() {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
