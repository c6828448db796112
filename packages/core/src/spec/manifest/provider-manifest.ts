import { z } from "zod";
import { channelKindSchema } from "../channel-kind.js";
import { slugSchema } from "../identifier.js";
import { specificationVersionSchema } from "../specification-version.js";
import { callCapabilitySchema } from "./call-capability.js";
import { capabilityNameSchema, contentCapabilitySchema } from "./capability.js";
import { endpointSchema } from "./endpoint.js";
import { errorDeclarationsSchema } from "./error-declaration.js";
import { idempotencySchema } from "./idempotency.js";
import { limitsSchema } from "./limits.js";
import { operationSchema } from "./operation.js";
import { providerDocumentSchema } from "./provider-document.js";
import { quotaHeadersSchema } from "./quota-headers.js";
import { residencyFacetNames } from "./residency.js";
import { sellerSchema } from "./seller.js";
import { siteContractSchema } from "./site-contract.js";
import { subProcessorSchema } from "./sub-processor.js";
import { webhookContractSchema } from "./webhook-contract.js";

const semverSchema = z.string().regex(/^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/);

/**
 * What a provider says of itself, as plain data that can be read without running a line of the plugin. The host shows it before
 * activation and enforces it afterwards. `settings` and `credentials` are JSON Schemas, made by `defineProvider` from the zod
 * schemas of the plugin.
 */
export const providerManifestSchema = z.lazy(() =>
  z
    .strictObject({
      id: slugSchema,
      name: z.string().min(1).max(100),
      version: semverSchema,
      specificationVersion: specificationVersionSchema,
      /** npm range of `@plugboard/core` the plugin was tested with, e.g. `"^0.1.0"`. */
      coreRange: z.string().min(1),
      channelKinds: z.array(channelKindSchema).min(1),
      seller: sellerSchema,
      documents: z.array(providerDocumentSchema),
      /**
       * Whom it passes personal data on to, one by one; empty: nobody. One that is new, or is in another country, has to be accepted (R17). Absent: the
       * document of kind `sub-processors` is what is accepted, as a whole.
       */
      subProcessors: z.array(subProcessorSchema).max(500).optional(),
      /** `managed`: on an account the host holds with the provider; `own`: on one the customer holds (R5). */
      accountModes: z.array(z.enum(["managed", "own"])).min(1),
      capabilities: z.array(capabilityNameSchema),
      endpoints: z.array(endpointSchema),
      operations: z.array(operationSchema),
      /** Present with capability `outboundMessages`. */
      content: contentCapabilitySchema.optional(),
      /** The operation `doSend` belongs to; present with capability `outboundMessages`. */
      sendOperation: slugSchema.optional(),
      /** Present with capability `calls`. */
      calls: callCapabilitySchema.optional(),
      idempotency: idempotencySchema.default({ mode: "none" }),
      limits: limitsSchema.prefault({}),
      /** Where answers to `sendOperation` tell what is left of the provider's own limit: the channel slows down instead of being refused. */
      quotaHeaders: quotaHeadersSchema.optional(),
      /** Present when the provider posts webhooks. */
      webhooks: webhookContractSchema.optional(),
      /** Present with capability `site`. */
      site: siteContractSchema.optional(),
      /** The codes of the provider's own errors: what they mean, and what to do. */
      errors: errorDeclarationsSchema.optional(),
      /** JSON Schema (draft 2020-12) of a channel's settings. */
      settings: z.record(z.string(), z.unknown()),
      /** JSON Schema (draft 2020-12) of its credentials. */
      credentials: z.record(z.string(), z.unknown()),
    })
    .superRefine((manifest, context) => {
      const problem = (path: (string | number)[], message: string) => {
        context.addIssue({ code: "custom", path, message });
      };
      const endpointIds = new Set(manifest.endpoints.map((endpoint) => endpoint.id));
      const operationIds = new Set(manifest.operations.map((operation) => operation.id));
      if (endpointIds.size !== manifest.endpoints.length) problem(["endpoints"], "two endpoints have the same id");
      if (operationIds.size !== manifest.operations.length) problem(["operations"], "two operations have the same id");
      manifest.operations.forEach((operation, index) => {
        for (const endpoint of operation.endpoints)
          if (!endpointIds.has(endpoint))
            problem(["operations", index, "endpoints"], `no endpoint is called "${endpoint}"`);
      });
      if (manifest.capabilities.includes("outboundMessages")) {
        if (manifest.content === undefined) problem(["content"], "outboundMessages needs the content it carries");
        if (manifest.sendOperation === undefined || !operationIds.has(manifest.sendOperation))
          problem(["sendOperation"], "outboundMessages needs the id of an operation");
      }
      if (manifest.capabilities.includes("calls")) {
        if (manifest.calls === undefined) problem(["calls"], "calls needs what its calls can do");
        const { callOperation, controlOperation, recordingOperation, deleteRecordingOperation } = manifest.calls ?? {};
        for (const id of [callOperation, controlOperation, recordingOperation, deleteRecordingOperation])
          if (id !== undefined && !operationIds.has(id)) problem(["calls"], `no operation is called "${id}"`);
      }
      if (manifest.capabilities.includes("site") !== (manifest.site !== undefined))
        problem(["site"], "capability site and its contract go together");
      if (manifest.site !== undefined && !operationIds.has(manifest.site.operation))
        problem(["site", "operation"], "the site needs the id of an operation");
      const facets = manifest.operations.flatMap(({ residency }) =>
        residencyFacetNames.flatMap((name) => residency[name] ?? []),
      );
      if (manifest.seller.country === undefined && facets.some(({ source }) => source !== "account-settings"))
        problem(["seller", "country"], "only where the account's settings name every country nobody sells a service");
      if (manifest.webhooks?.strength === "weak" && manifest.webhooks.secondFactor === undefined)
        problem(["webhooks", "secondFactor"], "a weak signature needs a second factor");
    }),
);
export type ProviderManifest = z.infer<typeof providerManifestSchema>;
/** A manifest as its author writes it: defaults may be left out. */
export type ProviderManifestInput = z.input<typeof providerManifestSchema>;
