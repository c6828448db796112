import type { ProviderInstanceV1, SendOutcomeInput, TransferV1 } from "@plugboard/core/spec";
import { smtp } from "../smtp.js";
import { LoopbackSockets, type LoopbackEndpoint } from "./loopback-sockets.js";
import { openTestConnection, type TestConnectionOptions } from "./open-test-connection.js";

export interface TestChannel {
  readonly instance: ProviderInstanceV1;
  readonly sockets: LoopbackSockets;
  readonly logLines: readonly string[];
  send(transfer: TransferV1): Promise<SendOutcomeInput>;
}

/** What a test opened, closed by `closeAll` in reverse order. */
export class OpenChannels {
  private readonly open: { close(): Promise<void> }[] = [];

  add<One extends { close(): Promise<void> }>(one: One): One {
    this.open.push(one);
    return one;
  }

  /** A channel of the provider on loopback. */
  async channel(
    endpoints: Readonly<Record<string, LoopbackEndpoint>>,
    options: Omit<TestConnectionOptions, "sockets"> = {},
  ): Promise<TestChannel> {
    const sockets = new LoopbackSockets(endpoints);
    const connection = openTestConnection({ sockets, ...options });
    const instance = this.add(await smtp.open(connection));
    return {
      instance,
      sockets,
      logLines: connection.logLines,
      send: async (transfer) => {
        if (instance.outboundMessages === undefined) throw new Error("the channel cannot send");
        return await instance.outboundMessages.doSend(transfer);
      },
    };
  }

  async closeAll(): Promise<void> {
    for (const one of this.open.splice(0).reverse()) await one.close();
  }
}
