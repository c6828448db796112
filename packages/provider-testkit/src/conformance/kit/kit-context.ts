import type { ProviderInstanceV1, ProviderManifest, ProviderV1 } from "@plugboard/core/spec";
import { fakeConnection } from "../../fakes/fake-connection.js";
import type { MessageParts, SampleMessage } from "../fixtures/sample-message.js";
import type { ProviderFixtures } from "../provider-fixtures.js";
import { capabilityMembers } from "../stand/capability-members.js";
import type { ConnectionWatch } from "../stand/watch-connections.js";
import type { Observation } from "../stand/observation.js";
import { Stand } from "../stand/stand.js";
import type { StandOptions } from "../stand/stand-options.js";
import { CheckFailure } from "./check-failure.js";

/** What the checks of one provider share. */
export class KitContext {
  constructor(
    readonly provider: ProviderV1,
    readonly fixtures: ProviderFixtures,
    readonly observation: Observation,
    readonly connections: () => ConnectionWatch,
  ) {}

  get manifest(): ProviderManifest {
    return this.provider.manifest;
  }

  has(capability: ProviderManifest["capabilities"][number]): boolean {
    return this.manifest.capabilities.includes(capability);
  }

  /** Whether the provider calls anybody; one that only serves the host's own pages does not. */
  get hasOtherSide(): boolean {
    return this.manifest.endpoints.some(({ direction }) => direction === "connect");
  }

  /** Opens a stand, runs, and closes it whatever happens. */
  async on<Result>(run: (stand: Stand) => Promise<Result>, options?: StandOptions): Promise<Result> {
    const shown = new Set<string>(capabilityMembers.filter((name) => this.has(name)));
    const provider = options?.provider ?? this.provider;
    const stand = await Stand.open(provider, this.fixtures, this.observation, shown, options);
    try {
      return await run(stand);
    } finally {
      await stand.close();
    }
  }

  /** An instance of the provider without a host around it. */
  async openBare(): Promise<ProviderInstanceV1> {
    const { settings } = this.fixtures.connect("http://127.0.0.1:9");
    return this.provider.open(fakeConnection(this.provider, { settings, credentials: this.fixtures.credentials }));
  }

  /** The plainest sample. */
  get first(): SampleMessage {
    const [first] = this.fixtures.messages;
    if (first === undefined) throw new CheckFailure("the fixtures have no sample message");
    return first;
  }

  /** The plainest message, with a text of its own. */
  plain(mark: string): MessageParts {
    const { message } = this.first;
    const { content } = message;
    if (content.type === "text") return { ...message, content: { ...content, text: `${content.text} ${mark}` } };
    if (content.type === "email") return { ...message, content: { ...content, subject: `${content.subject} ${mark}` } };
    return message;
  }
}
