import { manifestWith, openEgress } from "./open-egress.js";
import { DECLARED_HOST, DECLARED_ONLY } from "./resolve-to-declared.js";
import { egressRow } from "./egress-row.js";
import { URL_FORMS } from "./url-forms.js";

/** Every form in an absolute address that a provider's answer gave to the plugin. */
export const urlRow = egressRow(
  "E2",
  "no absolute address leads past the declared endpoints",
  async ({ tally, declared, victim, sample, mutant }) => {
    const egress = await openEgress(DECLARED_ONLY, mutant ? { origin: true } : {});
    const home = `${DECLARED_HOST}:${declared.port}`;
    const channel = egress.open({
      manifest: manifestWith([{ id: "api", url: `http://${home}/v1` }]),
      channelId: "c",
      settings: {},
    });
    const forms = URL_FORMS.filter((_, index) => !sample || index % 5 === 0);
    for (const { host } of forms) {
      const there = `${host}:${victim.port}`;
      const urls = [
        `http://${there}/v1/x`,
        `https://${there}/v1/x`,
        `http://${home}@${there}/v1/x`,
        `http://${there}/v1/x#@${home}/v1/x`,
        `http://${there}\\@${home}/v1/x`,
        `//${there}/v1/x`,
        `\thttp://${there}/v1/x`,
        `file://${there}/v1/x`,
        `http:${there}/v1/x`,
        `http:\\\\${there}\\v1\\x`,
      ];
      for (const url of urls) {
        await tally.refused(`url ${JSON.stringify(url)}`, () =>
          channel.http.request({ operation: "probe", method: "GET", url }),
        );
      }
    }
    await egress.close();
  },
);
