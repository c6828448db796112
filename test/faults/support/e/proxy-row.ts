import { EnvHttpProxyAgent } from "undici";
import { manifestWith, openEgress } from "./open-egress.js";
import { DECLARED_ONLY } from "./resolve-to-declared.js";
import { egressRow } from "./egress-row.js";
import { DECLARED_ADDRESS } from "./victim.js";

const NAMES = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];

/** The environment names a proxy: everything would pass by whoever set it. The mutant obeys. */
export const proxyRow = egressRow(
  "E7",
  "no proxy of the environment is used",
  async ({ tally, declared, victim, sample, mutant }) => {
    const before = { ...process.env };
    for (const name of NAMES) process.env[name] = `http://127.0.0.1:${victim.port}`;
    process.env["NODE_USE_ENV_PROXY"] = "1";
    try {
      const egress = await openEgress({
        ...DECLARED_ONLY,
        ...(mutant ? { dispatcher: new EnvHttpProxyAgent({ proxyTunnel: false }) } : {}),
      });
      const endpoints = [
        { id: "web", url: `http://${DECLARED_ADDRESS}:${declared.port}` },
        { id: "mail", url: `smtp://${DECLARED_ADDRESS}:${declared.port}` },
      ];
      const channel = egress.open({ manifest: manifestWith(endpoints), channelId: "c", settings: {} });
      for (let index = 0; index < (sample ? 3 : 50); index += 1) {
        await tally.works("http", () =>
          channel.http.request({ operation: "probe", method: "GET", endpoint: "web", path: "/" }),
        );
        await tally.works("socket", async () =>
          (await channel.sockets.connect({ operation: "probe", endpoint: "mail" })).destroy(),
        );
      }
      await egress.close();
    } finally {
      for (const name of [...NAMES, "NODE_USE_ENV_PROXY"]) {
        const value = before[name];
        if (value === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
      }
    }
  },
);
