import type { ProviderInstanceV1, ProviderV1 } from "@plugboard/core/spec";
import { Agent } from "undici";
import { fakeConnection } from "../../fakes/fake-connection.js";
import { CheckFailure } from "../kit/check-failure.js";
import type { ProviderFixtures } from "../provider-fixtures.js";
import { observeConnection } from "./observe-connection.js";
import type { Stand } from "./stand.js";

/** An instance beside the stand's own, for the capabilities that a host does not call by itself. */
export interface Workshop {
  readonly instance: ProviderInstanceV1;
  /** A transfer that stays open, of whatever operation. */
  readonly transferId: string;
  close(): Promise<void>;
}

/** Opens an instance that speaks to the stand's simulator, held to its manifest and watched like every other. */
export async function openWorkshop(provider: ProviderV1, fixtures: ProviderFixtures, stand: Stand): Promise<Workshop> {
  if (stand.simulator === undefined) throw new CheckFailure("no simulator");
  const { settings, redirects = {} } = fixtures.connect(stand.simulator.origin);
  const agent = new Agent();
  const dispatcher = agent.compose((dispatch) => (options, handler) => {
    const origin = redirects[String(options.origin)];
    return dispatch(origin === undefined ? options : { ...options, origin }, handler);
  });
  const connection = fakeConnection(provider, { settings, credentials: fixtures.credentials, dispatcher });
  const instance = await provider.open(observeConnection(connection, stand.watch));
  return {
    instance,
    transferId: "transfer-of-the-kit",
    close: async () => {
      await instance.close();
      await agent.close();
    },
  };
}
