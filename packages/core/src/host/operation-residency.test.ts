import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { received, scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { activate, idOf, startHost, text } from "../__fixtures__/start-host.js";
import { ContactCenterError } from "../spec/errors/contact-center-error.js";
import type { ActivationInstructionInput } from "./activation-instruction.js";

const source = "https://scripted.example.com/terms";

/** An operation that processes the content of messages in these countries. */
const operation = (id: string, countries: string[]) => ({
  id,
  endpoints: ["api"],
  personalData: ["message-content" as const],
  residency: { processing: { countries, source, readOn: "2026-11-21" } },
  timeoutMs: 5_000,
});

/** A server that answers everything, and how many connections were made to it. */
async function countingServer(): Promise<{ readonly url: string; readonly connections: () => number }> {
  let connections = 0;
  const server = createServer((_request, response) => response.end("{}"));
  server.on("connection", () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    connections: () => connections,
  };
}

// The channel is within the zone: it is one call of its plugin that would take a message out of it. Where the account allows that, the next guard
// asks: what was opened for sending carries nothing else.
test.each<[ActivationInstructionInput["residency"], string]>([
  [{ zones: ["EEA"] }, "residency"],
  [{ zones: ["EEA"], countries: ["US"] }, "transfer-missing"],
])(
  "a plugin's operation in the USA, under %j, is refused for %s before a connection is made (R13)",
  async (...given) => {
    const [residency, reason] = given;
    const { url, connections } = await countingServer();
    const ends: unknown[] = [];
    const { provider } = scriptedProvider({
      manifest: {
        endpoints: [{ id: "api", url }],
        operations: [operation("send-message", ["DE"]), operation("translate", ["US"])],
      },
      send: async ({ transferId }, { http }) => {
        for (const id of ["translate", "send-message"])
          await http.request({ operation: id, transferId, method: "POST", endpoint: "api", path: "/" }).then(
            () => ends.push([id, "answered"]),
            (error: unknown) => ends.push([id, ContactCenterError.isInstance(error) && error.details["reason"]]),
          );
        return received();
      },
    });
    const egress = { dangerouslyAllowPrivateAddresses: ["127.0.0.0/8"], dangerouslyAllowPlainText: ["127.0.0.1"] };
    const center = await startHost({ egress, providers: [provider] });
    expect(await activate(center, { residency })).toMatchObject({ activated: true });
    await center.messages.settled("acme", idOf(await center.send(text("a"))));
    expect(ends).toEqual([
      ["translate", reason],
      ["send-message", "answered"],
    ]);
    expect(connections()).toBe(1);
  },
);
