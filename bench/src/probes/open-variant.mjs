/**
 * @typedef {object} VariantSetup
 * @property {readonly string[]} providerUrls - where to POST, in turn; none when the provider is to do nothing
 * @property {number} [redisPort]
 * @property {string} [postgresUrl]
 * @property {number} [serverPid] - the process whose CPU time belongs to this variant
 * @property {string} directory - empty, on the disk, removed afterwards
 * @property {number} lanes - how many transfers may be under way at once
 * @property {boolean} [acceptOnly] - take messages, transfer none
 * @property {"spine" | "everything"} [rules] - of Plugboard: see `openHost`
 *
 * @typedef {object} VariantClient
 * @property {(index: number) => Promise<unknown>} submit - resolves when the message is accepted (durable, where the variant is)
 * @property {() => Promise<void>} close
 *
 * @typedef {object} Variant
 * @property {(setup: VariantSetup, onDone: (index: number) => void) => Promise<VariantClient>} open
 *
 * @typedef {object} Line - one opened variant, with its messages counted
 * @property {(dueAt?: number) => Promise<void>} submit - with `dueAt` its time is measured from then
 * @property {() => Promise<void>} settled - when every accepted message has arrived
 * @property {() => { index: number, ms: number }[]} takeLatencies - time from due to done of the messages since the last call
 * @property {() => Promise<void>} close
 */

/**
 * Opens a variant and counts what goes in and what arrives.
 * @param {string} name - a file in ../variants
 * @param {VariantSetup} setup
 * @returns {Promise<Line>}
 */
export async function openVariant(name, setup) {
  /** @type {{ default: Variant }} */
  const { default: variant } = await import(new URL(`../variants/${name}.mjs`, import.meta.url).href);
  let sent = 0;
  let done = 0;
  /** @type {Map<number, number>} */
  const due = new Map();
  /** @type {{ index: number, ms: number }[]} */
  let latencies = [];
  /** @type {(() => void) | null} */
  let announce = null;

  const client = await variant.open(setup, (index) => {
    done += 1;
    const dueAt = due.get(index);
    if (dueAt !== undefined) {
      latencies.push({ index, ms: performance.now() - dueAt });
      due.delete(index);
    }
    if (done === sent) announce?.();
  });

  return {
    async submit(dueAt) {
      const index = sent++;
      if (dueAt !== undefined) due.set(index, dueAt);
      await client.submit(index);
    },
    async settled() {
      if (setup.acceptOnly || done === sent) return;
      await new Promise((resolve) => {
        announce = () => resolve(undefined);
      });
      announce = null;
    },
    takeLatencies() {
      const taken = latencies;
      latencies = [];
      return taken;
    },
    close: () => client.close(),
  };
}
