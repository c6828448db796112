import { Agent, request } from "node:http";

const ORIGIN = "https://bench.invalid";

/** A visitor's side of the chat, over plain connections. @param {number} port @param {string} path */
export function createVisitors(port, path) {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const streams = new Agent({ keepAlive: false, maxSockets: Infinity });

  /** @param {string} method @param {string} name @param {object} options @returns {Promise<any>} */
  const call = (method, name, { token, body } = {}) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = {
        origin: ORIGIN,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(text === undefined
          ? {}
          : { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
      };
      const sent = request({ agent, port, host: "127.0.0.1", method, path: `${path}/${name}`, headers }, (response) => {
        let answer = "";
        response.on("data", (chunk) => (answer += chunk));
        response.on("end", () => {
          if (response.statusCode < 300) resolve(answer === "" ? undefined : JSON.parse(answer));
          else reject(new Error(`${name}: ${response.statusCode}`));
        });
      });
      sent.on("error", reject);
      sent.end(text);
    });

  return {
    call,
    /** @returns {Promise<string>} the token */
    begin: async () => (await call("POST", "sessions", { body: { language: "en" } })).token,
    /** Opens a stream and leaves it open. @param {string} token @param {() => void} [onEntry] */
    listen: (token, onEntry) =>
      new Promise((resolve, reject) => {
        const headers = { origin: ORIGIN, authorization: `Bearer ${token}` };
        const asked = request(
          { agent: streams, port, host: "127.0.0.1", path: `${path}/events`, headers },
          (response) => {
            if (response.statusCode !== 200) reject(new Error(`events: ${response.statusCode}`));
            response.on("data", (chunk) => String(chunk).includes("event: entry") && onEntry?.());
            response.on("error", () => undefined);
            resolve(undefined);
          },
        );
        asked.on("error", reject);
        asked.end();
      }),
  };
}
