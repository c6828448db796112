import { EgressRefusedError, type HttpRequestV1, TransferFailedError } from "@plugboard/core/spec";
import type { FaultRow } from "../fault-row.js";
import { type Channel, manifestWith, openEgress } from "../support/e/open-egress.js";
import { startFaultyServer, startGreeter } from "../support/leak/faulty-server.js";
import { footprint } from "../support/leak/footprint.js";

const CALLS = 10_000;
const AT_ONCE = 50;
/** Of calls that only time ends. */
const STALL_MS = 150;
/** Of the others: long enough for a busy machine. */
const TIMEOUT_MS = 3_000;
const GROWTH_AT_MOST = 1.05;

/** Each fault and how its call has to end. */
const EXPECTED: readonly (readonly [Partial<HttpRequestV1>, RegExp])[] = [
  [{ path: "/reset" }, /^connection-lost sent$/],
  [{ path: "/close" }, /^connection-lost sent$/],
  [{ path: "/stall", timeoutMs: STALL_MS }, /^answer-timeout sent$/],
  [{ path: "/half", timeoutMs: STALL_MS }, /^answer-timeout sent$/],
  [{ path: "/cut" }, /^(?:connection-lost|answer-malformed) sent$/],
  [{ path: "/large" }, /^answer-too-large sent$/],
  [{ path: "/headers" }, /^answer-malformed sent$/],
  [{ path: "/no-http" }, /^answer-malformed sent$/],
  [{ path: "/error" }, /^503$/],
  [{ path: "/goodbye" }, /^200$/],
  [{ path: "/ok" }, /^200$/],
  [{ endpoint: "refusing" }, /^connection-refused not sent$/],
  [{ endpoint: "unknown" }, /^name-not-found not sent$/],
  [{ endpoint: "private" }, /^address-private$/],
  [{ endpoint: "no-tls" }, /^tls not sent$/],
  [{ path: "/../x" }, /^url-invalid$/],
  [{ headers: { host: "evil.test" } }, /^header-invalid$/],
  [{ transferId: "gone" }, /^transfer-closed$/],
];

/** Sockets and memory after many faulty calls of every kind. The mutant keeps a connection that failed. */
export const row: FaultRow = {
  row: "B6",
  provider: "core",
  title: "after 10,000 faulty calls sockets and memory are back where they began, within 5 %",
  run: async ({ sample, mutant, report }) => {
    if (mutant) await keepFailedConnections();
    const [server, greeter, nobody] = [await startFaultyServer(), await startGreeter(), await startGreeter()];
    await nobody.close();
    const egress = await openEgress({
      dangerouslyAllowPrivateAddresses: ["127.0.0.1"],
      dangerouslyAllowPlainText: ["*.test"],
      // Few for the mutant, so that it runs out of them soon.
      connectionsPerOrigin: mutant ? 20 : 512,
      resolve: async (host) => {
        if (host === "unknown.test") throw Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
        return [{ address: host === "private.test" ? "127.0.0.2" : "127.0.0.1", family: 4 }];
      },
    });
    const endpoints = [
      { id: "api", url: `http://api.test:${server.port}` },
      { id: "refusing", url: `http://refusing.test:${nobody.port}` },
      { id: "unknown", url: `http://unknown.test:${server.port}` },
      { id: "private", url: `http://private.test:${server.port}` },
      { id: "no-tls", url: `https://tls.test:${greeter.port}` },
    ];
    const declared = manifestWith(endpoints, TIMEOUT_MS);
    const operations = declared.operations.map((operation) => ({ ...operation, maxResponseBytes: 1_000 }));
    const manifest = { ...declared, operations };
    const channel = egress.open({ manifest, channelId: "c", settings: {} });
    const unlike = new Map<string, number>();
    let next = 0;
    let tried = 0;
    const runCalls = async (count: number) => {
      const last = next + count;
      const lane = async () => {
        while (next < last) {
          const index = next;
          next += 1;
          const [change, expected] = EXPECTED[index % EXPECTED.length] ?? [{}, /never/];
          const ended = await outcomeOf(channel, change, `t-${index}`);
          tried += 1;
          if (!expected.test(ended)) {
            const what = `${JSON.stringify(change)} ended as ${ended}`;
            unlike.set(what, (unlike.get(what) ?? 0) + 1);
          }
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
    };

    const calls = mutant ? CALLS / 50 : sample ? CALLS / 10 : CALLS;
    // The HTTP library is loaded by the first call, which takes longer than a stalled one may.
    await runCalls(1);
    // Compiled code, lists that grow once and lazily loaded modules belong to the start.
    await runCalls(calls / 4);
    const before = await footprint(0);
    await runCalls(calls);
    const after = await footprint(before.sockets);
    await egress.close();
    await server.close();
    await greeter.close();

    const growth = after.memoryBytes / before.memoryBytes;
    report(
      `sockets ${before.sockets} → ${after.sockets}, memory ${mebibytes(before.memoryBytes)} → ${mebibytes(after.memoryBytes)} MiB ` +
        `(× ${growth.toFixed(3)})`,
    );
    for (const [what, times] of unlike) report(`${times} × ${what}`);
    const lost = [...unlike.values()].reduce((sum, times) => sum + times, 0);
    const letIn = Math.max(0, after.sockets - before.sockets) + (growth > GROWTH_AT_MOST ? 1 : 0);
    return { tried, lost, duplicated: 0, letIn };
  },
};

async function outcomeOf(channel: Channel, change: Partial<HttpRequestV1>, transferId: string): Promise<string> {
  channel.openTransfer(transferId, "send");
  try {
    const request = { operation: "send", transferId, method: "POST", path: "/ok", body: "body" } as const;
    const { status } = await channel.http.request({ ...request, endpoint: "api", ...change });
    return String(status);
  } catch (error) {
    if (error instanceof EgressRefusedError) return error.reason;
    if (error instanceof TransferFailedError) return `${error.reason} ${error.requestSent ? "sent" : "not sent"}`;
    return String(error);
  } finally {
    channel.closeTransfer(transferId);
  }
}

/** Takes the line out that lets go of a connection after a failure. */
async function keepFailedConnections(): Promise<void> {
  const source = new URL("../../../packages/core/src/egress/http/connection-pool.ts", import.meta.url);
  const { ConnectionPool } = (await import(source.href)) as { ConnectionPool: { prototype: { forget?: unknown } } };
  if (typeof ConnectionPool.prototype.forget !== "function")
    throw new TypeError("the pool has no method called forget");
  ConnectionPool.prototype.forget = () => undefined;
}

function mebibytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1);
}
