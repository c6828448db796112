import { Pool } from "undici";
import { indexOf } from "../message.mjs";

/**
 * The plain way to hand a message to a provider: undici's `Pool.request` and the parsed answer. Shared by raw undici and by
 * the peers that let their user bring the HTTP client, so that they are compared over the same one. With several providers
 * each has its Pool and messages go round.
 * @param {import("../probes/open-variant.mjs").VariantSetup} setup
 */
export function createPost({ providerUrls, lanes }) {
  const targets = providerUrls.map((url) => {
    const { origin, pathname } = new URL(`${url}/messages`);
    return { pool: new Pool(origin, { connections: lanes }), path: pathname };
  });
  return {
    /** @param {{ id: string }} message @returns {Promise<string>} the provider's message id */
    async post(message) {
      const { pool, path } = targets[indexOf(message) % targets.length];
      const { statusCode, body } = await pool.request({
        method: "POST",
        path,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(message),
      });
      const answer = /** @type {any} */ (await body.json());
      if (statusCode !== 200) throw new Error(`provider answered ${statusCode}`);
      return answer.messages[0].id;
    },
    close: async () => void (await Promise.all(targets.map(({ pool }) => pool.close()))),
  };
}
