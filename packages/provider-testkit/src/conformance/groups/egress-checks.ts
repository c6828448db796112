import { createServer, type AddressInfo } from "node:net";
import { ContactCenterError, type HttpRequestV1, type TransferV1 } from "@plugboard/core/spec";
import type { Check } from "../kit/check.js";
import { expectThat } from "../kit/expect-that.js";
import type { KitContext } from "../kit/kit-context.js";
import { within } from "../kit/within.js";
import type { Stand } from "../stand/stand.js";

/** Nothing leaves but through the guarded client, to declared hosts, while a transfer is open. */
export function egressChecks(context: KitContext): Check[] {
  const { observation, manifest } = context;
  if (!context.has("outboundMessages")) return [];
  const operation = manifest.sendOperation ?? "";
  return [
    {
      id: "egress.undeclared-refused",
      rule: "egress-hosts",
      title: "an address that is not declared is refused before anything leaves",
      run: () =>
        withLure((lure) =>
          context.on(async (stand) => {
            const outcomes: string[] = [];
            stand.beforeSend = async ({ transferId }) => {
              const requests: Pick<HttpRequestV1, "url" | "endpoint" | "path">[] = [
                { url: `http://127.0.0.1:${lure.port}/` },
                { url: `http://localhost:${lure.port}/` },
                { endpoint: "endpoint-that-is-not-declared", path: "/" },
              ];
              for (const request of requests)
                outcomes.push(await tryRequest(stand, { operation, transferId, method: "GET", ...request }));
            };
            await stand.send(context.plain("egress"));
            expectThat(
              outcomes.every((code) => code === "EGRESS_REFUSED"),
              `answered: ${outcomes.join(", ")}`,
            );
            expectThat(outcomes.length === 3, "the provider sent nothing");
            expectThat(lure.connections() === 0, "a connection was made");
          }),
        ),
    },
    {
      id: "egress.operation-undeclared-refused",
      rule: "egress-hosts",
      title: "an operation that is not declared is refused before anything leaves",
      run: () =>
        context.on(async (stand) => {
          let code = "nothing was sent";
          stand.beforeSend = async ({ transferId }) => {
            const endpoint = manifest.endpoints[0]?.id ?? "";
            code = await tryRequest(stand, {
              operation: "operation-of-the-kit",
              transferId,
              method: "GET",
              endpoint,
              path: "/",
            });
          };
          await stand.send(context.plain("operation"));
          expectThat(code === "EGRESS_REFUSED", code);
        }),
    },
    {
      id: "transfer.message-revoked",
      rule: "transfer-ends",
      title: "after the transfer its message can no longer be read",
      run: () =>
        context.on(async (stand) => {
          await stand.send(context.plain("revoked"));
          const transfer = onlyTransfer(stand);
          let code = "";
          try {
            if (transfer.message.recipients.length >= 0) code = "it can be read";
          } catch (error) {
            code = codeOf(error);
          }
          expectThat(code === "TRANSFER_CLOSED", code);
        }),
    },
    {
      id: "transfer.requests-refused",
      rule: "transfer-ends",
      title: "after the transfer no request in its name leaves",
      run: () =>
        context.on(async (stand) => {
          await stand.send(context.plain("ended"));
          const before = stand.simulator?.requests.length ?? 0;
          const { transferId } = onlyTransfer(stand);
          const endpoint = manifest.operations.find(({ id }) => id === operation)?.endpoints[0] ?? "";
          const code = await tryRequest(stand, {
            operation,
            transferId,
            method: "POST",
            endpoint,
            path: "/",
            body: "late",
          });
          expectThat(code === "EGRESS_REFUSED" || code === "TRANSFER_CLOSED", code);
          expectThat((stand.simulator?.requests.length ?? 0) === before, "a request reached the provider");
        }),
    },
    {
      id: "transfer.nothing-without-one",
      rule: "transfer-ends",
      title: "an operation that carries personal data is refused outside a transfer",
      run: () =>
        context.on(async (stand) => {
          await stand.send(context.plain("outside"));
          const endpoint = manifest.operations.find(({ id }) => id === operation)?.endpoints[0] ?? "";
          const code = await tryRequest(stand, { operation, method: "POST", endpoint, path: "/", body: "outside" });
          expectThat(code === "EGRESS_REFUSED", code);
        }),
    },
    {
      id: "transfer.receipt",
      rule: "transfer-ends",
      title: "each transfer leaves a receipt with provider's id, bytes, categories and countries",
      run: () =>
        context.on(async (stand) => {
          const { transfers } = await stand.send(context.plain("receipt"));
          const [receipt] = transfers;
          expectThat(transfers.length === 1 && receipt !== undefined, `${transfers.length} receipts`);
          expectThat(receipt.outcome === "received", `outcome ${receipt.outcome}`);
          expectThat((receipt.providerMessageId ?? "") !== "", "no id of the provider");
          // What stays in the host's own store is handed over without a byte leaving.
          expectThat(receipt.bytesOut > 0 === context.hasOtherSide, `${receipt.bytesOut} bytes left`);
          const countries = Object.values(receipt.countries).flat();
          expectThat(receipt.categories.length > 0 && countries.length > 0, "no categories or countries");
        }),
    },
    {
      id: "egress.no-refused-tries",
      rule: "egress-hosts",
      title: "the provider tries nothing that its manifest does not declare (over the whole run)",
      run: () => {
        const tried = observation.calls
          .filter(({ error }) => codeOf(error) === "EGRESS_REFUSED" && !isAboutTransfer(error))
          .filter(({ request }) => !KIT_REQUESTS.has(request));
        expectThat(tried.length === 0, `refused: ${tried.map(({ request }) => request.operation).join(", ")}`);
      },
    },
    {
      id: "egress.no-other-way-out",
      rule: "egress-hosts",
      title: "the provider connects nowhere but through the guard (over the whole run)",
      run: () => {
        const { knownPorts } = observation;
        const foreign = context
          .connections()
          .seen.filter(({ host, port }) => !isLoopback(host) || (port !== undefined && !knownPorts.has(port)))
          .filter(({ host }) => host !== "no-such-host.invalid");
        expectThat(
          foreign.length === 0,
          () => `connected to ${foreign.map(({ host, port }) => `${host}:${port}`).join(", ")}`,
        );
      },
    },
    {
      id: "transfer.no-late-requests",
      rule: "transfer-ends",
      title: "the provider sends nothing after doSend settled (over the whole run)",
      run: () => {
        const late = observation.calls.filter(({ late, request }) => late && !KIT_REQUESTS.has(request));
        expectThat(late.length === 0, `late: ${late.map(({ request }) => request.operation).join(", ")}`);
      },
    },
  ];
}

/** Made by the kit itself, not by the provider. */
const KIT_REQUESTS = new WeakSet<HttpRequestV1>();

async function tryRequest(stand: Stand, request: HttpRequestV1): Promise<string> {
  KIT_REQUESTS.add(request);
  expectThat(stand.connection !== undefined, "the channel was not opened");
  return within(
    5_000,
    "a request of the kit",
    stand.connection.http.request(request).then(({ status }) => `answered ${status}`, codeOf),
  );
}

const codeOf = (error: unknown): string => (ContactCenterError.isInstance(error) ? error.code : "other");

function isAboutTransfer(error: unknown): boolean {
  const reason = ContactCenterError.isInstance(error) ? String(error.details["reason"]) : "";
  return reason.startsWith("transfer") || reason === "closed";
}

function onlyTransfer({ transfers }: Stand): TransferV1 {
  const [transfer] = transfers;
  expectThat(transfer !== undefined, "no transfer was opened");
  return transfer;
}

const isLoopback = (host: string): boolean => /^(?:127\.|::1$|localhost$|::ffff:127\.|$)/.test(host);

/** A server nobody declared. */
async function withLure<Result>(
  run: (lure: { readonly port: number; connections(): number }) => Promise<Result>,
): Promise<Result> {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.end("HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  try {
    return await run({ port: (server.address() as AddressInfo).port, connections: () => connections });
  } finally {
    server.close();
  }
}
