import { type EgressOptions, egressOptionsSchema } from "@plugboard/core";
import {
  defineProvider,
  type EgressRefusalReason,
  type HttpClientV1,
  type ProviderManifest,
  type ProviderManifestInput,
  type SocketsV1,
} from "@plugboard/core/spec";
import { z } from "zod";

/** The checks of the way out by their names in core/src/egress/guards.ts. */
export type GuardName = "address" | "scheme" | "path" | "header" | "origin" | "listed" | "transfer";

/** What a row needs of a channel's way out. */
export interface Channel {
  readonly http: HttpClientV1;
  readonly sockets: SocketsV1;
  openTransfer(transferId: string, operation: string): void;
  closeTransfer(transferId: string): { bytesOut: number; requestSent: boolean };
  close(): Promise<void>;
}

export interface Egress {
  open(channel: {
    manifest: ProviderManifest;
    channelId: string;
    settings: unknown;
    refuse?: (operation: string, endpointId: string) => EgressRefusalReason | undefined;
  }): Channel;
  close(): Promise<void>;
}

type Guards = Readonly<Record<GuardName, (...values: never[]) => boolean>>;
const quiet = () => undefined;

/**
 * The host's way out; with `off`, as it would be if these checks were missing. No option of the host can do that and no package
 * exports it, so the modules that put it together are loaded from the source by their address.
 * @param off - what a check answers instead of looking.
 */
export async function openEgress(
  options: EgressOptions,
  off: Partial<Record<GuardName, boolean>> = {},
): Promise<Egress> {
  const source = new URL("../../../../packages/core/src/egress/", import.meta.url);
  const { strictGuards } = (await import(new URL("strict-guards.ts", source).href)) as {
    strictGuards(options: unknown): Guards;
  };
  const { buildEgress } = (await import(new URL("build-egress.ts", source).href)) as {
    buildEgress(options: unknown, dependencies: unknown, guards: Guards): Egress;
  };
  const parsed = egressOptionsSchema.parse(options);
  const missing = Object.entries(off).map(([name, answer]) => [name, () => answer] as const);
  const guards: Guards = { ...strictGuards(parsed), ...Object.fromEntries(missing) };
  const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  return buildEgress(parsed, { clock: { now: Date.now }, logger }, guards);
}

/** A manifest with these endpoints and the operations `probe` (no personal data) and `send` (content), each for all of them. */
export function manifestWith(endpoints: ProviderManifestInput["endpoints"], timeoutMs = 2_000): ProviderManifest {
  const residency = { processing: { countries: ["DE"], source: "https://acme.example/privacy", readOn: "2026-01-02" } };
  const operation = { endpoints: endpoints.map(({ id }) => id), residency, timeoutMs };
  return defineProvider({
    manifest: {
      id: "acme",
      name: "Acme",
      version: "1.0.0",
      coreRange: "^0.1.0",
      channelKinds: ["email"],
      seller: { legalName: "Acme", country: "DE", website: "https://acme.example", support: "https://acme.example" },
      documents: [],
      accountModes: ["own"],
      capabilities: [],
      endpoints,
      operations: [
        { ...operation, id: "probe", personalData: [] },
        { ...operation, id: "send", personalData: ["message-content"] },
      ],
    },
    settings: z.object({}),
    credentials: z.object({}),
    open: () => ({ close: async () => undefined }),
  }).manifest;
}
