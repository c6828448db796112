import {
  type ConnectionV1,
  ManifestInvalidError,
  type ProviderManifest,
  type ProviderInstanceV1,
  providerManifestSchema,
  type ProviderV1,
} from "@plugboard/core/spec";
import type { z } from "zod";
import { Broker } from "./host/broker.js";
import { type Confinement, findConfinement } from "./host/confinement.js";
import { isolatedInstance } from "./host/isolated-instance.js";
import { openedSchema } from "./host/opened-schema.js";
import { packageVersions } from "./host/package-versions.js";
import { pathOf, readableFolders } from "./host/readable-folders.js";
import type { PluginProcess, PluginStart } from "./host/plugin-process.js";
import { Supervisor, type SupervisorEvents } from "./host/supervisor.js";
import { ThreadBroker } from "./host/thread-broker.js";
import { timedSchema } from "./host/timed-schema.js";
import { type IsolationLimitsInput, isolationLimitsSchema } from "./isolation-limits.js";
import type { IsolationReport } from "./isolation-report.js";
import { reportOf } from "./report-of.js";
import { sameManifest } from "./same-manifest.js";

export interface IsolationOptions {
  /** The connector's module: a path or a `file:` address. Nothing of it runs in the host's process. */
  readonly entry: string | URL;
  /** Which export of the module is the provider. */
  readonly exportName: string;
  /** The manifest as it was published: what the host decides by. The process is ended when the connector says another one. */
  readonly manifest: unknown;
  readonly limits?: IsolationLimitsInput;
  readonly onStarted?: SupervisorEvents["started"];
  readonly onStopped?: SupervisorEvents["stopped"];
}

/** For tests of this package: the module that the process begins with. */
export interface IsolationInternals {
  readonly child?: string;
  readonly confinement?: Confinement;
  readonly now?: () => number;
}

export interface IsolatedProvider {
  /** To be given to `createContactCenter` or `providers.add` as any other. */
  readonly provider: ProviderV1;
  readonly report: IsolationReport;
  /** Ends the process. A channel that is used afterwards is refused with `PLUGIN_STOPPED`. */
  close(): void;
}

/**
 * A connector in a process of its own (isolation level 2): no network, no files, no processes and no environment of its own; every call it makes
 * is made by the host, behind the same guards. It starts with its first channel. One process carries all channels of the connector.
 * @throws {ManifestInvalidError} @throws {z.ZodError} of `limits`.
 */
export async function isolateProvider(
  options: IsolationOptions,
  internals: IsolationInternals = {},
): Promise<IsolatedProvider> {
  const parsed = providerManifestSchema.safeParse(options.manifest);
  if (!parsed.success) throw new ManifestInvalidError("", parsed.error);
  const manifest = Object.freeze(parsed.data);
  const entry = pathOf(options.entry);
  const child = internals.child ?? pathOf(new URL("./child/isolated-plugin-start-worker.cjs", import.meta.url));
  const confinement = internals.confinement ?? (await findConfinement());
  const folders = readableFolders(entry, child);
  const limits = isolationLimitsSchema.parse(options.limits ?? {});
  const start: PluginStart = {
    providerId: manifest.id,
    manifest,
    entry,
    child,
    exportName: options.exportName,
    versions: packageVersions(entry),
    readableFolders: folders,
    confinement,
    limits,
  };
  const plugin: IsolatedPlugin = new IsolatedPlugin(
    start,
    new Supervisor(
      start,
      {
        asked: (method, data) => plugin.broker.answer(method, data),
        told: (method, data) => plugin.broker.note(method, data),
      },
      (said) => (sameManifest(said, manifest) ? undefined : "manifest-differs"),
      {
        started: () => options.onStarted?.(),
        stopped: (fact) => {
          void plugin.broker.clear();
          options.onStopped?.(fact);
        },
      },
      internals.now ?? Date.now,
    ),
  );
  return {
    provider: {
      specificationVersion: "v1",
      manifest,
      settingsSchema: schemaOf(manifest, "settings"),
      credentialsSchema: schemaOf(manifest, "credentials"),
      open: (connection) => plugin.open(connection),
    },
    report: reportOf(confinement, folders),
    close: () => plugin.close(),
  };
}

/** The host checks values with what the connector's manifest says, also while its process does not run. */
function schemaOf(manifest: ProviderManifest, name: "settings" | "credentials"): z.ZodType {
  try {
    return timedSchema(manifest[name]);
  } catch {
    // Its text quotes the schema, in the words of whoever reads it.
    throw new ManifestInvalidError(manifest.id, [`${name}: no JSON Schema that can be applied`]);
  }
}

/** The channels of one connector, each open in the current life of its process or about to be. */
class IsolatedPlugin {
  readonly broker: Broker;
  private life: PluginProcess | undefined;
  private openChannels = 0;
  private idling: NodeJS.Timeout | undefined;

  constructor(
    private readonly start: PluginStart,
    private readonly supervisor: Supervisor,
  ) {
    const line = () => this.link();
    this.broker = new Broker(line, new ThreadBroker(start, line));
  }

  async open(connection: ConnectionV1): Promise<ProviderInstanceV1> {
    const channel = this.broker.channels.add(connection);
    this.openChannels += 1;
    let openedIn: PluginProcess | undefined;
    let opening: Promise<unknown> | undefined;
    const openIn = (life: PluginProcess): Promise<unknown> => {
      if (openedIn === life && opening !== undefined) return opening;
      openedIn = life;
      const { channelId, accountId, channelKind, settings } = connection;
      opening = life.link.ask("open", { channel, channelId, accountId, channelKind, settings });
      return opening;
    };
    const leave = () => {
      if (this.broker.channels.take(channel) === undefined) return;
      this.openChannels -= 1;
      if (this.openChannels === 0) this.idle();
    };
    try {
      const first = await this.running();
      const opened = openedSchema.parse(await openIn(first));
      return isolatedInstance(
        opened,
        {
          invoke: async (capability, method, data, signal) => {
            const life = await this.running();
            await openIn(life);
            return life.link.ask("invoke", { channel, capability, method, data }, signal);
          },
          next: (stream) => this.link().ask("stream-next", { stream }),
          drop: (stream) => this.link().tell("stream-drop", { stream }),
          close: async () => {
            if (this.broker.channels.get(channel) === undefined) return;
            try {
              if (this.life === openedIn) await this.life?.link.ask("close", { channel });
            } finally {
              leave();
            }
          },
        },
        this.broker,
      );
    } catch (error) {
      leave();
      throw error;
    }
  }

  close(): void {
    clearTimeout(this.idling);
    this.supervisor.close();
    void this.broker.clear();
  }

  /** No channel is open: what the process held goes with it, when no other channel comes in time. */
  private idle(): void {
    const stop = (): void => {
      this.supervisor.stop();
      void this.broker.clear();
    };
    const { idleForMs } = this.start.limits;
    if (idleForMs === 0) stop();
    else {
      clearTimeout(this.idling);
      this.idling = setTimeout(() => {
        if (this.openChannels === 0) stop();
      }, idleForMs);
      this.idling.unref();
    }
  }

  private async running(): Promise<PluginProcess> {
    return (this.life = await this.supervisor.running());
  }

  private link() {
    const { life } = this;
    if (life === undefined) throw new Error(`${this.start.providerId} does not run`);
    return life.link;
  }
}
