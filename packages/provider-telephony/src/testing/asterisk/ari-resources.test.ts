import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { ARI_RESOURCES, type AriParameterType } from "./ari-resources.js";

/** `rest-api/api-docs` of Asterisk itself (GPL-2.0): never copied in. https://github.com/asterisk/asterisk/tree/master/rest-api/api-docs */
const oracles = process.env["PLUGBOARD_ORACLES"] ?? join(import.meta.dirname, "../../../../../../shared/oracles");
const folder = join(oracles, "specs/asterisk");
const FILES = ["applications", "asterisk", "bridges", "channels", "playbacks", "recordings"];

/** What is read of an event, and whether the exchange always gives it. */
const READ: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  StasisStart: { channel: true, args: true },
  StasisEnd: { channel: true },
  ChannelStateChange: { channel: true },
  ChannelDtmfReceived: { channel: true, digit: true },
  ChannelDestroyed: { channel: true, cause: true, tech_cause: false },
  PlaybackFinished: { playback: true },
  RecordingFinished: { recording: true },
  RecordingFailed: { recording: true },
};
const eventsSchema = z.object({
  models: z.record(
    z.string(),
    z.object({ properties: z.record(z.string(), z.object({ required: z.boolean().optional() })).default({}) }),
  ),
});

const descriptionSchema = z.object({
  apis: z.array(
    z.object({
      path: z.string(),
      operations: z.array(
        z.object({
          httpMethod: z.string(),
          parameters: z
            .array(
              z.object({
                name: z.string(),
                paramType: z.string(),
                required: z.boolean(),
                allowMultiple: z.boolean().optional(),
                dataType: z.string(),
                allowableValues: z.object({ valueType: z.string(), values: z.array(z.string()).optional() }).optional(),
              }),
            )
            .default([]),
        }),
      ),
    }),
  ),
});
type Parameter = z.infer<typeof descriptionSchema>["apis"][number]["operations"][number]["parameters"][number];

/** The type in the simulator's words. */
function typeOf({ dataType, allowMultiple, allowableValues }: Parameter): AriParameterType {
  if (allowableValues?.valueType === "LIST" && allowableValues.values) return allowableValues.values;
  if (allowMultiple === true) return "strings";
  if (dataType === "containers") return "object";
  // JSON knows one kind of whole number.
  if (dataType === "long") return "int";
  return dataType as AriParameterType;
}

const typesOf = (parameters: readonly Parameter[], required: boolean): Record<string, AriParameterType> =>
  Object.fromEntries(
    parameters
      .filter((one) => one.paramType !== "path" && one.required === required)
      .map((one) => [one.name, typeOf(one)]),
  );

describe.skipIf(!existsSync(folder))(
  "Asterisk's own descriptions of its REST interface (shared/oracles/specs/asterisk)",
  () => {
    test.each(ARI_RESOURCES)("$method $path has the parameters the simulator knows, and no others", (resource) => {
      const operations = FILES.flatMap(
        (name) => descriptionSchema.parse(JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"))).apis,
      )
        .filter(({ path }) => path === resource.path)
        .flatMap((api) => api.operations);
      const operation = operations.find(({ httpMethod }) => httpMethod === resource.method);
      expect(operation).toBeDefined();
      const parameters = operation?.parameters ?? [];
      expect({ required: resource.required ?? {}, optional: resource.optional ?? {} }).toEqual({
        required: typesOf(parameters, true),
        optional: typesOf(parameters, false),
      });
    });

    test.each(Object.keys(READ))("%s tells what is read of it", (type) => {
      const { models } = eventsSchema.parse(JSON.parse(readFileSync(join(folder, "events.json"), "utf8")));
      const properties = models[type]?.properties ?? {};
      const found = Object.keys(READ[type] ?? {}).map((name) => [name, properties[name]?.required ?? false]);
      expect(Object.fromEntries(found)).toEqual(READ[type]);
      expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(READ[type] ?? {})));
    });
  },
);
