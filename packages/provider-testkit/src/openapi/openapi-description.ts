import { readFileSync } from "node:fs";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Schema = { [name: string]: Json };

/** A request as it left. */
export interface CheckedRequest {
  readonly origin: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly contentType?: string | undefined;
  readonly body: string;
}

const IGNORED = new Set(["description", "title", "format", "x-twilio", "examples", "example", "default", "deprecated"]);

/**
 * A provider's own OpenAPI 3 description, to hold requests against in tests: method, path, parameters, form and JSON bodies. It knows the
 * keywords of the descriptions at hand and throws at any other, so that nothing is passed over in silence.
 * @see https://spec.openapis.org/oas/v3.0.3
 */
export class OpenApiDescription {
  readonly #root: Schema;
  readonly #membersAreClosed: boolean;

  /**
   * @param file - path of the description, in JSON.
   * @param options - `membersAreClosed`: a member that is not described is wrong wherever members are described and the description does not say
   * otherwise; by the specification it would be let in.
   */
  constructor(file: string, { membersAreClosed = false }: { readonly membersAreClosed?: boolean } = {}) {
    this.#root = JSON.parse(readFileSync(file, "utf8")) as Schema;
    this.#membersAreClosed = membersAreClosed;
  }

  /** Of the first server; one that is described without a scheme is served by https. */
  get origin(): string {
    return textOf(this.#at("servers", 0, "url")).replace(/^\/\//, "https://");
  }

  /** What is wrong with a request; empty when it is as described. `operation` names the matched one. */
  check(request: CheckedRequest): { readonly operation: string | undefined; readonly problems: readonly string[] } {
    const [pathname = "", query = ""] = request.path.split("?");
    const paths = this.#root["paths"] as Schema;
    // The literal path before the templated one, as the specification says.
    const templates = Object.keys(paths).sort((one, other) => one.split("{").length - other.split("{").length);
    const template = templates.find((path) => patternOf(path).test(pathname));
    if (template === undefined || request.origin !== this.origin)
      return { operation: undefined, problems: [`no path for ${request.origin}${pathname}`] };
    const operation = (paths[template] as Schema)[request.method.toLowerCase()] as Schema | undefined;
    if (operation === undefined) return { operation: undefined, problems: [`no ${request.method} of ${template}`] };
    const problems = [...this.#parameters(operation, template, pathname, query), ...this.#body(operation, request)];
    return { operation: textOf(operation["operationId"] ?? null), problems };
  }

  #parameters(operation: Schema, template: string, pathname: string, query: string): string[] {
    const problems: string[] = [];
    const declared = (operation["parameters"] ?? []) as Schema[];
    const names = [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
    const values = patternOf(template).exec(pathname)?.slice(1) ?? [];
    names.forEach((name, index) => {
      const schema = declared.find((parameter) => parameter["name"] === name)?.["schema"] as Schema;
      problems.push(...this.#value(decodeURIComponent(values[index] ?? ""), schema, `path.${name}`));
    });
    for (const [name, value] of new URLSearchParams(query)) {
      const parameter = declared.find((entry) => entry["name"] === name && entry["in"] === "query");
      if (parameter === undefined) problems.push(`query.${name}: not described`);
      else
        problems.push(
          ...this.#value(ofText(value, parameter["schema"] as Schema), parameter["schema"] as Schema, name),
        );
    }
    return problems;
  }

  #body(operation: Schema, { contentType, body }: CheckedRequest): string[] {
    const content = (operation["requestBody"] as Schema | undefined)?.["content"] as Schema | undefined;
    if (content === undefined) return body === "" ? [] : ["a body where none is described"];
    const described = content[contentType ?? ""] as Schema | undefined;
    if (described === undefined) return [`content-type ${contentType ?? "(none)"} is not described`];
    const schema = this.#resolve(described["schema"] as Schema);
    if (contentType === "application/json") return this.#value(JSON.parse(body) as Json, schema, "body");
    return this.#value(this.#formOf(body, schema), { ...schema, additionalProperties: false }, "form");
  }

  #formOf(body: string, schema: Schema): Json {
    const form: Schema = {};
    const properties = schema["properties"] as Schema;
    for (const [name, value] of new URLSearchParams(body)) {
      const property = this.#resolve((properties[name] ?? {}) as Schema);
      if (property["type"] === "array") ((form[name] ??= []) as Json[]).push(value);
      else form[name] = name in form ? [form[name] ?? null, value] : ofText(value, property);
    }
    return form;
  }

  #value(value: Json, unresolved: Schema, place: string): string[] {
    const resolved = this.#resolve(unresolved);
    const isClosed = this.#membersAreClosed && "properties" in resolved && !("additionalProperties" in resolved);
    const schema = isClosed ? { ...resolved, additionalProperties: false } : resolved;
    const problems: string[] = [];
    const problem = (text: string) => problems.push(`${place}: ${text}`);
    if (value === null) return schema["nullable"] === true ? [] : [`${place}: null`];
    for (const [keyword, rule] of Object.entries(schema)) {
      if (IGNORED.has(keyword) || keyword === "nullable") continue;
      switch (keyword) {
        case "type":
          if (!hasType(value, textOf(rule))) problem(`is no ${textOf(rule)}`);
          break;
        case "enum":
          if (!(rule as Json[]).includes(value)) problem("is not one of the described values");
          break;
        case "pattern":
          if (typeof value === "string" && !new RegExp(textOf(rule)).test(value))
            problem(`does not match ${textOf(rule)}`);
          break;
        case "minLength":
          if (typeof value === "string" && value.length < Number(rule)) problem("too short");
          break;
        case "maxLength":
          if (typeof value === "string" && value.length > Number(rule)) problem("too long");
          break;
        case "minimum":
          if (typeof value === "number" && value < Number(rule)) problem("too small");
          break;
        case "maximum":
          if (typeof value === "number" && value > Number(rule)) problem("too large");
          break;
        case "required":
          for (const name of rule as string[]) if (!isRecord(value) || !(name in value)) problem(`${name} is missing`);
          break;
        case "minItems":
          if (Array.isArray(value) && value.length < Number(rule)) problem("too few");
          break;
        case "maxItems":
          if (Array.isArray(value) && value.length > Number(rule)) problem("too many");
          break;
        case "oneOf": {
          const fitting = (rule as Schema[]).filter((one) => this.#value(value, one, place).length === 0);
          if (fitting.length !== 1) problem(`fits ${fitting.length} of its descriptions`);
          break;
        }
        case "allOf":
          for (const part of rule as Schema[]) problems.push(...this.#value(value, part, place));
          break;
        case "items":
          if (Array.isArray(value))
            value.forEach((item, index) => problems.push(...this.#value(item, rule as Schema, `${place}.${index}`)));
          break;
        case "properties":
          if (isRecord(value))
            for (const [name, property] of Object.entries(rule as Schema))
              if (name in value)
                problems.push(...this.#value(value[name] ?? null, property as Schema, `${place}.${name}`));
          break;
        case "additionalProperties":
          if (isRecord(value))
            for (const name of Object.keys(value)) {
              if (name in ((schema["properties"] ?? {}) as Schema)) continue;
              if (rule === false) problem(`${name} is not described`);
              else if (typeof rule === "object")
                problems.push(...this.#value(value[name] ?? null, rule as Schema, `${place}.${name}`));
            }
          break;
        default:
          throw new Error(`the checker does not know the keyword ${keyword}`);
      }
    }
    return problems;
  }

  #resolve(schema: Schema): Schema {
    const reference = schema["$ref"];
    if (typeof reference !== "string") return schema;
    return this.#resolve(this.#at(...reference.replace(/^#\//, "").split("/")) as Schema);
  }

  #at(...steps: (string | number)[]): Json {
    return steps.reduce<Json>((value, step) => (value as Schema)[step] ?? null, this.#root);
  }
}

function patternOf(template: string): RegExp {
  const escaped = template.replace(/[.*+?^$()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replace(/\{\w+\}/g, "([^/]+?)")}$`);
}

/** A keyword's value where the specification has a text. */
function textOf(value: Json): string {
  if (typeof value !== "string") throw new Error("the description has no text where there should be one");
  return value;
}

function ofText(text: string, schema: Schema): Json {
  if ((schema["type"] === "integer" || schema["type"] === "number") && text !== "" && !Number.isNaN(Number(text)))
    return Number(text);
  if (schema["type"] === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}

function hasType(value: Json, type: string): boolean {
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isRecord(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

const isRecord = (value: Json): value is Schema => typeof value === "object" && value !== null && !Array.isArray(value);
