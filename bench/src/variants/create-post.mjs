import { Pool } from "undici";
import { createMessage } from "../message.mjs";

/**
 * The plain way to hand a message to a provider: undici's `Pool.request` and the parsed answer. Shared by raw undici and by
 * the peers that let their user bring the HTTP client, so that they are compared over the same one.
 * @param {import("../probes/open-variant.mjs").VariantSetup} setup
 */
export function createPost({ providerUrl, lanes }) {
  const { origin, pathname } = new URL(`${providerUrl}/messages`);
  const pool = new Pool(origin, { connections: lanes });
  return {
    /** @param {ReturnType<typeof createMessage>} message @returns {Promise<string>} the provider's message id */
    async post(message) {
      const { statusCode, body } = await pool.request({
        method: "POST",
        path: pathname,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(message),
      });
      const answer = /** @type {any} */ (await body.json());
      if (statusCode !== 200) throw new Error(`provider answered ${statusCode}`);
      return answer.messages[0].id;
    },
    close: () => pool.close(),
  };
}
