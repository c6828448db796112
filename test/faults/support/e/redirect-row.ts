import { Agent, interceptors } from "undici";
import { manifestWith, openEgress } from "./open-egress.js";
import { DECLARED_ONLY } from "./resolve-to-declared.js";
import { egressRow } from "./egress-row.js";
import { URL_FORMS } from "./url-forms.js";
import { DECLARED_ADDRESS } from "./victim.js";

const STATUSES = [300, 301, 302, 303, 305, 307, 308];

/** Every form as the target of a redirection by the declared host. The mutant follows it. */
export const redirectRow = egressRow(
  "E4",
  "no redirection is followed",
  async ({ tally, declared, sample, mutant }) => {
    const following = () => new Agent().compose(interceptors.redirect({ maxRedirections: 3 }));
    const egress = await openEgress({ ...DECLARED_ONLY, ...(mutant ? { dispatcher: following() } : {}) });
    const channel = egress.open({
      manifest: manifestWith([{ id: "api", url: `http://${DECLARED_ADDRESS}:${declared.port}` }]),
      channelId: "c",
      settings: {},
    });
    const forms = [...URL_FORMS.entries()]
      .filter(([, { here }]) => here || !mutant)
      // A name is resolved by the system where the mutant follows it.
      .filter(([, { host }]) => !mutant || /^[\d.]+$/.test(host))
      .filter(([index]) => !sample || index % 5 === 0);
    for (const [index] of forms) {
      for (const status of STATUSES) {
        for (const method of ["GET", "POST"] as const) {
          await tally.works(`a redirection ${status} is an answer`, async () => {
            const path = `/${status}/${index}`;
            const answer = await channel.http.request({ operation: "probe", method, endpoint: "api", path });
            if (answer.status !== status) throw new Error(`answered ${answer.status}`);
          });
        }
      }
    }
    await egress.close();
  },
  (victim) => (path) => {
    const [, status, index] = path.split("/").map(Number);
    const host = URL_FORMS[index ?? 0]?.host ?? "";
    // What a header cannot hold is sent as a client would encode it.
    const location = encodeURI(`http://${host}:${victim.port}/x`).replaceAll("%5B", "[").replaceAll("%5D", "]");
    return { status: status ?? 302, location };
  },
);
