import { manifestWith, openEgress } from "./open-egress.js";
import { DECLARED_HOST, DECLARED_ONLY } from "./resolve-to-declared.js";
import { egressRow } from "./egress-row.js";
import { URL_FORMS } from "./url-forms.js";

/** Every form in a path, and the ways a path can leave the endpoint it is appended to. */
export const pathRow = egressRow(
  "E3",
  "no path leads past the endpoint it is appended to",
  async ({ tally, declared, victim, sample, mutant }) => {
    const egress = await openEgress(DECLARED_ONLY, mutant ? { path: true } : {});
    const channel = egress.open({
      manifest: manifestWith([{ id: "api", url: `http://${DECLARED_HOST}:${declared.port}/v1` }]),
      channelId: "c",
      settings: {},
    });
    const forms = URL_FORMS.filter((_, index) => !sample || index % 5 === 0);
    for (const { host } of forms) {
      const there = `${host}:${victim.port}`;
      const paths = [
        `//${there}/`,
        `/\\${there}/`,
        `\\\\${there}/`,
        `@${there}/`,
        `:80@${there}/`,
        `.${there}/`,
        `http://${there}/`,
        `https://${there}/`,
        `?@${there}/`,
        `#@${there}/`,
        `/#${there}`,
        `/../${there}`,
        `/%2e%2E/${there}`,
        `/..%2f${there}`,
        `/..;/${there}`,
        `/x HTTP/1.1\r\nhost: ${there}\r\n\r\nGET /`,
        `/x\nhost: ${there}`,
      ];
      for (const path of paths) {
        await tally.refused(`path ${JSON.stringify(path)}`, () =>
          channel.http.request({ operation: "probe", method: "GET", endpoint: "api", path }),
        );
      }
      await tally.refused(`tunnel to ${there}`, () =>
        channel.http.request({ operation: "probe", method: "CONNECT" as "GET", endpoint: "api", path: `/${there}` }),
      );
    }
    await egress.close();
  },
);
