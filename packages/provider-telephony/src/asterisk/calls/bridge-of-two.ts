import { callAri } from "../ari/call-ari.js";
import type { AsteriskConnection } from "../asterisk-connection.js";

/** Where a call and whom it has called hear each other. */
export class BridgeOfTwo {
  constructor(
    private readonly connection: AsteriskConnection,
    private readonly bridgeId: string,
  ) {}

  async join(...channels: readonly string[]): Promise<void> {
    const post = (path: readonly string[], parameters: Record<string, unknown>) =>
      callAri(this.connection, {
        ...{ operation: "follow-up", method: "POST", parameters },
        path: ["bridges", this.bridgeId, ...path],
      });
    await post([], { type: "mixing" });
    await post(["addChannel"], { channel: channels });
  }

  async remove(): Promise<void> {
    await callAri(this.connection, { operation: "follow-up", method: "DELETE", path: ["bridges", this.bridgeId] });
  }
}
