import { z } from "zod";

/** One field of a JSON Schema, in the order in which people read it: a group before what is in it. */
export interface SchemaField {
  /** `"smtp.host"`, `"fields[].name"`, `"texts.*"`. */
  readonly path: string;
  readonly type: string;
  readonly isRequired: boolean;
  /** As JSON. */
  readonly defaultText: string | undefined;
}

interface JsonSchema {
  readonly $ref?: string | undefined;
  readonly $defs?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly type?: string | readonly string[] | undefined;
  readonly const?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly format?: string | undefined;
  readonly default?: unknown;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: JsonSchema | boolean | undefined;
  readonly prefixItems?: readonly JsonSchema[] | undefined;
  readonly additionalProperties?: JsonSchema | boolean | undefined;
  readonly anyOf?: readonly JsonSchema[] | undefined;
  readonly oneOf?: readonly JsonSchema[] | undefined;
  readonly allOf?: readonly JsonSchema[] | undefined;
}

const jsonSchemaSchema: z.ZodType<JsonSchema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    $defs: z.record(z.string(), jsonSchemaSchema).optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    const: z.unknown().optional(),
    enum: z.array(z.unknown()).optional(),
    format: z.string().optional(),
    default: z.unknown().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    properties: z.record(z.string(), jsonSchemaSchema).optional(),
    required: z.array(z.string()).optional(),
    items: z.union([z.boolean(), jsonSchemaSchema]).optional(),
    prefixItems: z.array(jsonSchemaSchema).optional(),
    additionalProperties: z.union([z.boolean(), jsonSchemaSchema]).optional(),
    anyOf: z.array(jsonSchemaSchema).optional(),
    oneOf: z.array(jsonSchemaSchema).optional(),
    allOf: z.array(jsonSchemaSchema).optional(),
  }),
);

/** The fields of a manifest's `settings` or `credentials`. */
export function schemaFields(schema: Readonly<Record<string, unknown>>): readonly SchemaField[] {
  const root = jsonSchemaSchema.parse(schema);
  const definitions = root.$defs ?? {};
  const fields = new Map<string, SchemaField>();

  const resolved = (one: JsonSchema): JsonSchema => {
    const name = one.$ref?.replace("#/$defs/", "");
    return (name === undefined ? undefined : definitions[name]) ?? one;
  };
  const walk = (given: JsonSchema, at: string, depth: number): void => {
    if (depth > 12) return;
    const one = resolved(given);
    for (const way of [...(one.anyOf ?? []), ...(one.oneOf ?? []), ...(one.allOf ?? [])]) walk(way, at, depth + 1);
    for (const [name, field] of Object.entries(one.properties ?? {})) {
      const path = at === "" ? name : `${at}.${name}`;
      const isRequired = one.required?.includes(name) ?? false;
      const known = fields.get(path);
      // In a choice a field may be there more than once: a word, or another one.
      const type = [...new Set([known?.type, typeText(field, resolved)].filter((text) => text !== undefined))].join(
        ", ",
      );
      const defaultText = field.default === undefined ? undefined : JSON.stringify(field.default);
      fields.set(path, {
        path,
        type,
        isRequired: isRequired && known?.isRequired !== false,
        defaultText: known?.defaultText ?? defaultText,
      });
      walk(field, path, depth + 1);
    }
    if (typeof one.items === "object") walk(one.items, `${at}[]`, depth + 1);
    if (typeof one.additionalProperties === "object") walk(one.additionalProperties, `${at}.*`, depth + 1);
  };
  walk(root, "", 0);
  return [...fields.values()];
}

function typeText(given: JsonSchema, resolved: (one: JsonSchema) => JsonSchema): string {
  const one = resolved(given);
  if (one.const !== undefined) return JSON.stringify(one.const);
  if (one.enum !== undefined) return one.enum.map((value) => JSON.stringify(value)).join(" \\| ");
  const ways = one.anyOf ?? one.oneOf ?? one.allOf;
  if (ways !== undefined) return [...new Set(ways.map((way) => typeText(way, resolved)))].join(" \\| ");
  if (typeof one.items === "object") return `list of ${typeText(one.items, resolved)}`;
  if (one.prefixItems !== undefined)
    return `list of ${one.prefixItems.map((item) => typeText(item, resolved)).join(", ")}`;
  if (one.properties !== undefined) return "group";
  if (typeof one.additionalProperties === "object") return `${typeText(one.additionalProperties, resolved)} by name`;
  const name = one.format === "uri" ? "URL" : typeof one.type === "string" ? (TYPES[one.type] ?? one.type) : "value";
  return name + rangeText(one);
}

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  integer: "whole number",
  boolean: "yes or no",
};

function rangeText({ minimum, maximum, minLength, maxLength }: JsonSchema): string {
  const format = (value: number): string => value.toLocaleString("en-US");
  const isLimit = (value: number | undefined): value is number =>
    value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  if (isLimit(minimum) && isLimit(maximum)) return `, ${format(minimum)} to ${format(maximum)}`;
  if (isLimit(minimum)) return `, at least ${format(minimum)}`;
  if (isLimit(maximum)) return `, at most ${format(maximum)}`;
  if (isLimit(maxLength))
    return isLimit(minLength) && minLength > 1
      ? `, ${format(minLength)} to ${format(maxLength)} characters`
      : `, up to ${format(maxLength)} characters`;
  return isLimit(minLength) && minLength > 1 ? `, at least ${format(minLength)} characters` : "";
}
