import type { ResolvedAddress } from "./resolve-to-declared.js";
import { manifestWith, openEgress } from "./open-egress.js";
import { DECLARED_ONLY } from "./resolve-to-declared.js";
import { egressRow } from "./egress-row.js";
import { DECLARED_ADDRESS } from "./victim.js";

const HERE = ["127.0.0.1", "127.0.0.2", "0.0.0.0", "::1", "::", "::ffff:127.0.0.1"];
const ELSEWHERE = [
  ...["10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1"],
  ...["255.255.255.255", "::127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::1"],
  ...[
    "fe80::1",
    "fe80::1%lo",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
    "100::1",
    "2001:db8::1",
    "localhost",
    "",
  ],
];

const ADDRESS_PATTERNS: Readonly<Record<string, (bad: string) => string[]>> = {
  alone: (bad) => [bad],
  "after a good one": (bad) => [DECLARED_ADDRESS, bad],
  "before a good one": (bad) => [bad, DECLARED_ADDRESS],
  "last of many": (bad) => [...Array<string>(20).fill(DECLARED_ADDRESS), bad],
};

/** What a resolver can answer to bring a declared name to another place: at once, mixed with good answers, or the second time. */
export const dnsRow = egressRow(
  "E5",
  "no answer of a resolver leads to a refused address: alone, mixed, or changed between two questions",
  async ({ tally, victim, declared, sample, mutant }) => {
    const bad = [...HERE, ...(mutant ? [] : ELSEWHERE)].filter((_, index) => !sample || index % 3 === 0);
    const off = mutant ? { address: true } : {};
    const answer = (list: readonly string[]): ResolvedAddress[] =>
      list.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    for (const address of bad) {
      for (const [name, pattern] of Object.entries(ADDRESS_PATTERNS)) {
        const egress = await openEgress({ ...DECLARED_ONLY, resolve: async () => answer(pattern(address)) }, off);
        const endpoints = [
          { id: "web", url: `http://declared.test:${victim.port}` },
          { id: "mail", url: `smtp://declared.test:${victim.port}` },
        ];
        const channel = egress.open({ manifest: manifestWith(endpoints, 500), channelId: "c", settings: {} });
        const what = `${address} ${name}`;
        await tally.refused(`http to ${what}`, () =>
          channel.http.request({ operation: "probe", method: "GET", endpoint: "web" }),
        );
        for (const way of ["connect", "check"] as const)
          await tally.refused(`${way} to ${what}`, () =>
            channel.sockets[way]({ operation: "probe", endpoint: "mail" }),
          );
        await egress.close();
      }
      await flip(address);
    }

    /** A good answer first; each later question is answered with the bad one. */
    async function flip(address: string): Promise<void> {
      let asked = 0;
      const resolve = async () => answer([(asked += 1) === 1 ? DECLARED_ADDRESS : address]);
      const egress = await openEgress({ ...DECLARED_ONLY, resolve }, off);
      const url = `http://declared.test:${declared.port}`;
      const channel = egress.open({ manifest: manifestWith([{ id: "web", url }], 500), channelId: "c", settings: {} });
      // HEAD, since its connection is closed afterwards and the next call has to resolve anew.
      const head = () => channel.http.request({ operation: "probe", method: "HEAD", endpoint: "web" });
      await tally.works("the first answer is good", head);
      await tally.refused(`http to ${address} the second time`, head);
      if (asked !== 2) tally.arrived(1, `a connection with ${asked} questions where two belong`);
      await egress.close();
    }
  },
);
