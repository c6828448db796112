import { manifestWith, openEgress } from "./open-egress.js";
import { DECLARED_HOST, DECLARED_ONLY } from "./resolve-to-declared.js";
import { egressRow } from "./egress-row.js";
import { URL_FORMS } from "./url-forms.js";

const TIMEOUT_MS = 500;

/** Every form as the value of a setting that an endpoint's URL is made of. */
export const settingsRow = egressRow(
  "E1",
  "no setting leads an endpoint to another place, however it is spelled",
  async ({ tally, declared, victim, sample, mutant }) => {
    const egress = await openEgress(DECLARED_ONLY, mutant ? { address: true } : {});
    const forms = URL_FORMS.filter(({ here }) => here || !mutant).filter((_, index) => !sample || index % 5 === 0);
    const { port } = victim;
    const open = (url: string, settings: unknown) =>
      egress.open({ manifest: manifestWith([{ id: "api", url }], TIMEOUT_MS), channelId: "c", settings });
    const get = (url: string, settings: unknown) =>
      open(url, settings).http.request({ operation: "probe", method: "GET", endpoint: "api", path: "/x" });
    for (const { host } of forms) {
      const shown = JSON.stringify(host);
      await tally.refused(`host ${shown}`, () => get(`https://{host}:${port}/v1`, { host }));
      await tally.refused(`whole URL ${shown}`, () => get("{url}", { url: `https://${host}:${port}/v1` }));
      await tally.refused(`whole URL of a socket ${shown}`, () =>
        open("{url}", { url: `tls://${host}:${port}` }).sockets.connect({ operation: "probe", endpoint: "api" }),
      );
      for (const way of ["connect", "check"] as const) {
        await tally.refused(`host of a socket, ${way} ${shown}`, () =>
          open(`tls://{host}:${port}`, { host }).sockets[way]({ operation: "probe", endpoint: "api" }),
        );
      }
      // A label, a port and a segment may be harmless; then they lead to the declared host and nowhere else.
      const before = declared.requests.length;
      await Promise.allSettled([
        (async () => get(`http://{label}.${DECLARED_HOST}:${declared.port}/v1`, { label: host }))(),
        (async () => get(`http://${DECLARED_HOST}:{port}/v1`, { port: host }))(),
        (async () => get(`http://${DECLARED_HOST}:${declared.port}/v1/{segment}`, { segment: host }))(),
      ]);
      tally.tried += 3;
      const astray = declared.requests.slice(before).filter(({ path }) => !path.startsWith("/v1/"));
      tally.arrived(astray.length, `a path outside /v1 of the declared host, by ${shown}`);
    }
    await egress.close();
  },
);
