import { manifestWith, openEgress } from "./open-egress.js";
import { DECLARED_HOST, DECLARED_ONLY } from "./resolve-to-declared.js";
import { egressRow } from "./egress-row.js";
import { URL_FORMS } from "./url-forms.js";

const OWNED = ["host", "Host", "HOST", "connection", "Transfer-Encoding", "content-length", "upgrade", "expect", "te"];
const BREAKS = ["\r\n", "\n", "\r", "\u0000", "\u2028", "\u0085", "\u560a", "\u560d"];

/** Every form as the value of a header that says who is called, or behind a line end in one that does not. */
export const headerRow = egressRow(
  "E6",
  "no header names another host or begins another request",
  async ({ tally, declared, victim, sample, mutant }) => {
    const egress = await openEgress(DECLARED_ONLY, mutant ? { header: true } : {});
    const channel = egress.open({
      manifest: manifestWith([{ id: "api", url: `http://${DECLARED_HOST}:${declared.port}` }]),
      channelId: "c",
      settings: {},
    });
    const send = (headers: Record<string, string>) => () =>
      channel.http.request({ operation: "probe", method: "POST", endpoint: "api", path: "/", headers, body: "x" });
    for (const { host } of URL_FORMS.filter((_, index) => !sample || index % 5 === 0)) {
      const there = `${host}:${victim.port}`;
      for (const name of OWNED) await tally.refused(`${name}: ${JSON.stringify(there)}`, send({ [name]: there }));
      for (const end of BREAKS) {
        await tally.refused(`value with ${JSON.stringify(end)}`, send({ "x-a": `1${end}host: ${there}` }));
        await tally.refused(`name with ${JSON.stringify(end)}`, send({ [`x-a: 1${end}host`]: there }));
      }
    }
    const astray = declared.requests.filter(({ headers }) => headers.host !== `${DECLARED_HOST}:${declared.port}`);
    tally.arrived(astray.length, "the declared host under another name");
    await egress.close();
  },
);
