import { isIP } from "node:net";
import { EgressRefusedError } from "../../spec/errors/egress-refused-error.js";
import { ManifestInvalidError } from "../../spec/errors/manifest-invalid-error.js";
import { SettingsInvalidError } from "../../spec/errors/settings-invalid-error.js";
import type { Endpoint } from "../../spec/manifest/endpoint.js";
import type { EgressGuards } from "../guards.js";
import type { EndpointTarget } from "./endpoint-target.js";
import { fillEndpoint } from "./fill-endpoint.js";
import type { Origin } from "./origin.js";
import { originOf } from "./origin-of.js";

const SPLIT = /^([^/]*\/\/[^/]*)(\/.*)?$/;

/** What resolving an endpoint needs beside the endpoint. */
export interface ResolveEndpointContext {
  readonly providerId: string;
  readonly channelId: string;
  readonly settings: unknown;
  readonly guards: EgressGuards;
  /** Origin → origin, both as {@link Origin.text}. */
  readonly redirects: ReadonlyMap<string, Origin>;
}

/**
 * Fills in the settings and judges where an endpoint leads, once, when the channel opens. Names are judged when they are connected to.
 * @returns undefined when a setting it needs has no value: the channel goes without it.
 * @throws {SettingsInvalidError} a setting that would lead the endpoint somewhere else.
 * @throws {ManifestInvalidError} the endpoint is wrong whatever the settings are.
 * @throws {EgressRefusedError} `address-private` or `plain-text`.
 */
export function resolveEndpoint(endpoint: Endpoint, context: ResolveEndpointContext): EndpointTarget | undefined {
  const { channelId, guards } = context;
  const filled = fillEndpoint(endpoint.url, context.settings);
  if ("unset" in filled) return undefined;
  if ("template" in filled) {
    throw new ManifestInvalidError(context.providerId, [`endpoints.${endpoint.id}.url: ${filled.template}`]);
  }
  if ("problem" in filled) throw new SettingsInvalidError([`${filled.setting}: ${filled.problem}`], { channelId });
  const [, base = "", path = ""] = SPLIT.exec(filled.url) ?? [];
  const declared = originOf(base);
  if (!declared) throw unreadable(endpoint, context);
  const pathPrefix = prefixOf(path);
  if (pathPrefix === undefined) throw unreadable(endpoint, context);
  if (endpoint.direction === "listen") {
    return { id: endpoint.id, direction: "listen", declared, origin: declared, trusted: true, pathPrefix };
  }
  if (declared.port === 0) throw unreadable(endpoint, context);
  const redirect = context.redirects.get(declared.text);
  const origin = redirect ?? declared;
  const target: EndpointTarget = {
    id: endpoint.id,
    direction: "connect",
    declared,
    origin,
    trusted: redirect !== undefined,
    pathPrefix,
  };
  if (target.trusted) return target;
  if (!guards.scheme(origin)) throw new EgressRefusedError("plain-text", { endpoint: endpoint.id, channelId });
  if (isIP(origin.host) !== 0 && !guards.address(origin.host)) {
    throw new EgressRefusedError("address-private", { endpoint: endpoint.id, channelId });
  }
  return target;
}

/** As the URL parser reads it, without the slash at its end; undefined when it would be another path then. */
function prefixOf(path: string): string | undefined {
  if (path === "" || path === "/") return "";
  const parsed = new URL(`http://host${path}`).pathname;
  const [read, written] = [parsed, path].map((text) => (text.endsWith("/") ? text.slice(0, -1) : text));
  return read === written ? written : undefined;
}

/** A setting's fault where there is one in the URL, else the manifest's. */
function unreadable(endpoint: Endpoint, { providerId, channelId }: ResolveEndpointContext): Error {
  const problem = "scheme, host and port do not make an address of a known scheme";
  const names = [...endpoint.url.matchAll(/\{([A-Za-z0-9_.]+)\}/g)].map((match) => match[1] ?? "");
  if (names.length === 0) return new ManifestInvalidError(providerId, [`endpoints.${endpoint.id}.url: ${problem}`]);
  return new SettingsInvalidError([`${names.join(", ")}: ${problem}`], { channelId });
}
