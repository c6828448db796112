import {
  type ConnectionV1,
  type ContentFeature,
  defineProvider,
  describeIssues,
  type FeatureLevel,
  ManifestInvalidError,
  type ProviderDefinition,
  type ProviderInstanceV1,
  type ProviderV1,
} from "@plugboard/core/spec";
import type { z } from "zod";
import { type HttpDefinition, type HttpDefinitionInput, httpDefinitionSchema } from "./http-definition.js";
import { personalDataOf } from "./personal-data-of.js";
import { contractOf } from "./contract-of.js";
import { API, PROBE, SEND } from "./operation-ids.js";
import { probeApi } from "./probe-api.js";
import { deduplicationKey, readEvents } from "./read-events.js";
import { sendMessage } from "./send-message.js";

type Features = Readonly<Partial<Record<ContentFeature, FeatureLevel>>>;
type Manifest = ProviderDefinition<never, never>["manifest"];

/** A provider as data: its manifest without what follows from `http`, the schemas of settings and credentials, and its API. */
export interface HttpProviderDefinition<Settings extends z.ZodType, Credentials extends z.ZodType> {
  readonly manifest: Omit<Manifest, "capabilities" | "endpoints" | "operations" | "sendOperation" | "webhooks">;
  readonly settings: Settings;
  readonly credentials: Credentials;
  readonly http: HttpDefinitionInput;
}

/**
 * Makes a provider out of data: endpoints, authentication, mapping, signature scheme and statuses. Capabilities, endpoint and operations of the
 * manifest follow from `http`, so that they cannot disagree with what is done.
 * @throws {ManifestInvalidError} naming each field that is wrong.
 */
export function defineHttpProvider<Settings extends z.ZodType, Credentials extends z.ZodType>(
  definition: HttpProviderDefinition<Settings, Credentials>,
): ProviderV1 {
  const parsed = httpDefinitionSchema.safeParse(definition.http);
  if (!parsed.success) throw new ManifestInvalidError(definition.manifest.id, describeIssues(parsed.error));
  const http = parsed.data;
  return defineProvider({
    manifest: { ...definition.manifest, ...derivedManifest(http, definition.manifest.content?.features ?? {}) },
    settings: definition.settings,
    credentials: definition.credentials,
    open: (connection) => openInstance(http, connection),
  });
}

function derivedManifest({ baseUrl, residency, send, probe, webhooks }: HttpDefinition, features: Features) {
  const { facets = {}, ...everywhere } = residency;
  const facet = { inTransit: everywhere, processing: everywhere, atRest: everywhere, callbacks: everywhere, ...facets };
  const operation = { endpoints: [API], residency: facet };
  return {
    capabilities: [
      ...(send === undefined ? [] : (["outboundMessages"] as const)),
      ...(webhooks === undefined ? [] : (["inboundEvents", "deliveryReports"] as const)),
      ...(probe === undefined ? [] : (["probe"] as const)),
    ],
    endpoints: [{ id: API, url: baseUrl }],
    operations: [
      ...(send === undefined
        ? []
        : [
            {
              ...operation,
              id: SEND,
              personalData: send.personalData ?? personalDataOf(features),
              timeoutMs: send.timeoutMs,
            },
          ]),
      ...(probe === undefined ? [] : [{ ...operation, id: PROBE, personalData: [], timeoutMs: 10_000 }]),
    ],
    ...(send === undefined ? {} : { sendOperation: SEND }),
    ...(webhooks === undefined ? {} : { webhooks: contractOf(webhooks) }),
  };
}

function openInstance(http: HttpDefinition, connection: ConnectionV1): ProviderInstanceV1 {
  const { send, probe, webhooks } = http;
  return {
    ...(send === undefined
      ? {}
      : { outboundMessages: { doSend: (transfer) => sendMessage(http, send, connection, transfer) } }),
    ...(webhooks === undefined
      ? {}
      : {
          inboundEvents: {
            doParse: (raw) => readEvents(webhooks, raw),
            doDeduplicationKey: (raw) => deduplicationKey(webhooks, raw),
          },
        }),
    ...(probe === undefined ? {} : { probe: { doProbe: () => probeApi(http, probe, connection) } }),
    close: () => Promise.resolve(),
  };
}
