import { manifestWith, openEgress } from "./open-egress.js";
import { DECLARED_HOST, DECLARED_ONLY } from "./resolve-to-declared.js";
import { egressRow } from "./egress-row.js";
import { DECLARED_ADDRESS } from "./victim.js";

/** The other side of the guard: what is declared works, in every way to declare and to ask for it. */
export const declaredRow = egressRow(
  "E9",
  "every declared host is reached, by each way in",
  async ({ tally, declared, sample, mutant }) => {
    // The mutant's guard refuses everybody.
    const egress = await openEgress(DECLARED_ONLY, mutant ? { address: false } : {});
    const { port } = declared;
    const settings = {
      host: DECLARED_HOST,
      dotted: `${DECLARED_HOST}.`,
      loud: DECLARED_HOST.toUpperCase(),
      address: DECLARED_ADDRESS,
      number: "2130706437",
      label: "eu-1",
      url: `http://${DECLARED_HOST}:${port}/base`,
      segment: "a b".replace(" ", "+"),
      port,
    };
    const urls = [
      `http://${DECLARED_HOST}:${port}`,
      `http://${DECLARED_HOST}:${port}/v1`,
      `http://{host}:{port}`,
      `http://{dotted}:{port}/v1`,
      `http://{loud}:{port}`,
      `http://{address}:{port}`,
      `http://{number}:{port}`,
      `http://{label}.${DECLARED_HOST}:{port}`,
      `http://api-{label}.${DECLARED_HOST}:{port}/x/{segment}`,
      "{url}",
    ];
    const open = (url: string) =>
      egress.open({ manifest: manifestWith([{ id: "api", url }], 5_000), channelId: "c", settings });
    for (let round = 0; round < (sample ? 1 : 20); round += 1) {
      for (const url of urls) {
        await tally.works(url, async () => {
          const channel = open(url);
          channel.openTransfer("t", "send");
          const request = { operation: "send", transferId: "t", method: "POST", body: "hello" } as const;
          const answer = await channel.http.request({ ...request, endpoint: "api", path: "/messages?x=1" });
          if (answer.status !== 200 || channel.closeTransfer("t").bytesOut !== 5) throw new Error("not sent in full");
        });
        await tally.works(`${url} by an absolute address`, async () => {
          const path = url.includes("{segment}")
            ? "/x/a%2Bb"
            : url.includes("/v1")
              ? "/v1"
              : url === "{url}"
                ? "/base"
                : "";
          const host = url.includes("{label}")
            ? `${url.includes("api-") ? "api-" : ""}eu-1.${DECLARED_HOST}`
            : /address|number/.test(url)
              ? DECLARED_ADDRESS
              : DECLARED_HOST;
          const asked = `http://${host}:${port}${path}/media/1?sig=a%2Fb`;
          await open(url).http.request({ operation: "probe", method: "GET", url: asked });
        });
        if (!url.startsWith("http")) continue;
        for (const way of ["connect", "check"] as const) {
          await tally.works(`${url}, ${way}`, async () => {
            const channel = open(url.replace(/^http(:\/\/[^/]*).*$/, "smtp$1"));
            await channel.sockets[way]({ operation: "probe", endpoint: "api" });
            await channel.close();
          });
        }
      }
    }
    await egress.close();
  },
);
