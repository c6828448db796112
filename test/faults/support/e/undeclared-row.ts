import type { HttpRequestV1, SocketRequestV1 } from "@plugboard/core/spec";
import { manifestWith, openEgress } from "./open-egress.js";
import { DECLARED_HOST, DECLARED_ONLY } from "./resolve-to-declared.js";
import { egressRow } from "./egress-row.js";

const ODD_IDS = ["", "other", "API", "api ", "constructor", "__proto__", "toString", "0"];

/** What the manifest does not declare, the account does not allow, or no open transfer covers. */
export const undeclaredRow = egressRow(
  "E8",
  "no undeclared endpoint or operation, no zone the account excludes, no personal data without an open transfer",
  async ({ tally, declared, mutant, report }) => {
    const off = mutant ? { listed: true, transfer: true } : {};
    const egress = await openEgress(DECLARED_ONLY, off);
    const home = `${DECLARED_HOST}:${declared.port}`;
    const whole = manifestWith([
      { id: "api", url: `http://${home}` },
      { id: "mail", url: `smtp://${home}` },
      { id: "far-api", url: `http://far.${home}` },
      { id: "far-mail", url: `smtp://far.${home}` },
      { id: "unlisted", url: `http://unlisted.${home}` },
      { id: "in", url: "tcp://127.0.0.1:0", direction: "listen" as const },
    ]);
    const operations = whole.operations.map((one) => ({
      ...one,
      endpoints: one.endpoints.filter((id) => id !== "unlisted"),
    }));
    const manifest = { ...whole, operations };
    const open = (channelId: string) =>
      egress.open({
        manifest,
        channelId,
        settings: {},
        ...(mutant
          ? {}
          : { refuse: (_operation, endpoint) => (endpoint.startsWith("far-") ? "residency" : undefined) }),
      });
    const [channel, neighbour, closed] = [open("c"), open("n"), open("x")];
    await closed.close();
    neighbour.openTransfer("of-neighbour", "send");
    channel.openTransfer("ended", "send");
    channel.closeTransfer("ended");
    channel.openTransfer("of-probe", "probe");

    const http = (change: Partial<HttpRequestV1>, on = channel) =>
      tally.refused(`http ${JSON.stringify(change)}`, () =>
        on.http.request({ operation: "probe", method: "POST", endpoint: "api", path: "/", body: "x", ...change }),
      );
    const socket = async (change: Partial<SocketRequestV1>, on = channel) => {
      for (const way of ["connect", "check"] as const)
        await tally.refused(`${way} ${JSON.stringify(change)}`, () =>
          on.sockets[way]({ operation: "probe", endpoint: "mail", ...change }),
        );
    };
    for (const id of ODD_IDS) {
      await http({ operation: id });
      await http({ endpoint: id });
      await socket({ operation: id });
      await socket({ endpoint: id });
      await http({ operation: "send", transferId: id });
      await socket({ operation: "send", transferId: id });
    }
    for (const endpoint of ["unlisted", "mail", "in", "far-api"]) await http({ endpoint });
    for (const endpoint of ["unlisted", "api", "in", "far-mail"]) await socket({ endpoint });
    for (const transferId of ["ended", "of-probe", "of-neighbour", "never"]) {
      await http({ operation: "send", transferId });
      await socket({ operation: "send", transferId });
    }
    await http({ operation: "send" });
    await socket({ operation: "send" });
    await http({}, closed);
    await socket({}, closed);
    for (const endpoint of ["api", "mail", "other"])
      await tally.refused(`listen at ${endpoint}`, () =>
        channel.sockets.listen({ operation: "probe", endpoint, onConnection: (one) => one.destroy() }),
      );
    await egress.close();
    report(
      "not covered: a plugin that runs in the host's process is trusted code; raw node:net, tls, dgram and dns, global fetch and " +
        "child processes are kept out by lint and the architecture test, not at run time",
    );
  },
);
