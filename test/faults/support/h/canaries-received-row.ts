import { personalDataCanaries, webhookSchemeCases } from "@plugboard/provider-testkit";
import type { FaultRow } from "../../fault-row.js";
import { seededRandom } from "../b/seeded-random.js";
import { forgeries, NOW } from "../c/forgeries.js";
import { movableClock, openInbound } from "../c/open-inbound.js";
import { canariesOf } from "./canaries-of.js";
import { Told } from "./told.js";

/** The provider of these rows chokes on the delivery, and quotes it. */
const UNREADABLE = "unreadable";
const LONGEST_MS = 60_000;

/** Canaries through every signature scheme: deliveries that are true, forged in every way, not to be read by the plugin, and not taken by the handler. */
export const canariesReceivedRow: FaultRow = {
  row: "H",
  provider: "all schemes",
  title: "personal data and secrets of webhooks are in nothing the host tells: taken, forged, unreadable, or failed",
  async run({ sample, mutant, report }) {
    const schemes = sample ? webhookSchemeCases.slice(0, 4) : webhookSchemeCases;
    const posts = sample ? 2 : 10;
    const { text, handle, signature } = personalDataCanaries;
    const told = new Told();
    await told.begin();
    try {
      const open = await openInbound(schemes, {
        clock: movableClock(NOW.ms),
        logger: told.logger,
        settings: { inboundMaxAttempts: 1 },
        provider: {
          onRaw: ({ body }) => {
            const delivery = new TextDecoder().decode(body);
            if (mutant) console.log("delivery", delivery);
            if (delivery.includes(UNREADABLE)) throw new Error(delivery, { cause: new Error(delivery) });
          },
        },
      });
      told.listen(open.center);
      open.center.receive(({ event }) => {
        if (JSON.stringify(event).includes("-odd")) throw new Error(JSON.stringify(event));
      });
      const canaries: Record<string, string> = { text, handle, signature };
      let tried = 0;
      const post = async (what: string, signed: Parameters<typeof open.post>[0]): Promise<void> => {
        const url = signed.url.includes("?") ? signed.url : `${signed.url}?${personalDataCanaries.urlQuery}`;
        tried += 1;
        told.say(what, await open.post({ ...signed, url: what === "forged" ? url : signed.url }));
      };
      for (const scheme of schemes) {
        const [own, other] = [open.channels.get(scheme.name), open.others.get(scheme.name)];
        if (own === undefined || other === undefined) throw new Error("no channel");
        Object.assign(canaries, canariesOf(own.signer.credentials, scheme.name));
        const forger = { stranger: scheme.create(), other };
        const sign = (id: string) => own.signer.sign({ id, text }, { url: own.url, nowMs: NOW.ms });
        for (let index = 0; index < posts; index += 1) {
          await post("true", sign(`${handle}-${scheme.name}-${String(index)}${index % 2 === 0 ? "" : "-odd"}`));
          await post("unreadable", sign(`${handle}-${UNREADABLE}-${String(index)}`));
        }
        const random = seededRandom(11);
        for (const forge of Object.values(forgeries))
          for (let index = 0; index < posts; index += 1) {
            const forged = forge(sign(`${handle}-${String(index)}`), own, forger, random);
            if (forged !== undefined) await post("forged", forged);
          }
        await post("forged", { ...sign(handle), headers: { "content-type": "text/plain", "x-signature": signature } });
      }
      await untilHandled(told);
      for (const account of ["acme", "other"]) await told.ask(open.center, account);
      await open.close();
      const found = told.search(canaries);
      for (const { place, canary, form } of found.slice(0, 20)) report(`${canary} as ${form} in ${place}`);
      report(`${String(told.pieces)} pieces told, events ${told.eventNames.join(", ")}`);
      const unheard = ["inbound-recorded", "inbound-delivered", "inbound-parked"].filter(
        (name) => !told.eventNames.includes(name),
      );
      if (unheard.length > 0) throw new Error(`never told: ${unheard.join()}`);
      return { tried: tried * Object.keys(canaries).length, lost: 0, duplicated: 0, letIn: found.length };
    } finally {
      await told.end();
    }
  },
};

/** Every delivery that was recorded was delivered or given up. */
async function untilHandled(told: Told): Promise<void> {
  const endsAtMs = performance.now() + LONGEST_MS;
  const isOpen = () => told.count("inbound-delivered") + told.count("inbound-parked") < told.count("inbound-recorded");
  while (isOpen() && performance.now() < endsAtMs) await new Promise((resolve) => setTimeout(resolve, 10));
}
