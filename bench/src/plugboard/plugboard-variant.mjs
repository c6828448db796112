import { openHost } from "./open-host.mjs";
import { LEGAL_BASIS } from "./rules-in-force.mjs";
import { toOutboundMessage } from "./to-outbound-message.mjs";

/**
 * Plugboard with one of its stores. A message is accepted when `send` resolves and done when the receipt of its transfer is
 * in the store.
 * @param {"memory" | "sqlite"} store
 * @param {{ isolated?: boolean }} [more] - `isolated`: the provider in a process of its own
 * @returns {import("../probes/open-variant.mjs").Variant}
 */
export function plugboardVariant(store, { isolated = false } = {}) {
  return {
    async open(setup, onDone) {
      const { center, channels } = await openHost({
        ...setup,
        store,
        isolated,
        doing: setup.acceptOnly ? "never" : "nothing",
      });
      const basis = setup.rules === "everything" ? LEGAL_BASIS : undefined;
      /** @type {Map<string, number>} messages accepted and not done */
      const open = new Map();
      /** @type {Set<string>} messages done before their `send` was seen to resolve */
      const early = new Set();
      center.on("transfer-closed", ({ messageId, outcome }) => {
        if (outcome !== "received") return;
        const index = open.get(messageId);
        if (index === undefined) return void early.add(messageId);
        open.delete(messageId);
        onDone(index);
      });
      return {
        async submit(index) {
          const result = await center.send(toOutboundMessage(index, channels[index % channels.length], basis));
          if (!result.accepted) throw new Error(`refused: ${result.refusal.code}`);
          if (early.delete(result.messageId)) onDone(index);
          else open.set(result.messageId, index);
        },
        close: () => center.close(),
      };
    },
  };
}
