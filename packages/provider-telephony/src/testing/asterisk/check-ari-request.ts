import { ARI_RESOURCES, type AriParameterType, type AriResource } from "./ari-resources.js";

/** A request that fits: which resource, the parts of its path by name, its parameters from query and body. */
export interface AriRequest {
  readonly resource: AriResource;
  readonly names: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** @returns the request, or why it is none of the interface's. */
export function checkAriRequest(method: string, address: URL, body: string): AriRequest | string {
  const parts = address.pathname
    .replace(/^\/ari/, "")
    .split("/")
    .slice(1)
    .map(decodeURIComponent);
  const found = ARI_RESOURCES.map((resource) => ({ resource, names: namesIn(resource, method, parts) })).find(
    ({ names }) => names !== undefined,
  );
  if (found?.names === undefined) return `no resource: ${method} ${address.pathname.split("/").slice(0, 3).join("/")}`;
  const { resource, names } = found;
  const parameters: Record<string, unknown> = Object.fromEntries(address.searchParams);
  if (body !== "") {
    const read = readObject(body);
    if (read === undefined) return "the body is no JSON object";
    Object.assign(parameters, read);
  }
  const known = { ...resource.required, ...resource.optional };
  for (const name of Object.keys(resource.required ?? {})) if (!(name in parameters)) return `${name} is missing`;
  for (const [name, value] of Object.entries(parameters)) {
    const type = known[name];
    if (type === undefined) return `${name} is no parameter of ${resource.path}`;
    if (!fits(value, type)) return `${name} is not ${typeof type === "string" ? type : type.join(" or ")}`;
  }
  return { resource, names, parameters };
}

function namesIn(resource: AriResource, method: string, parts: readonly string[]): Record<string, string> | undefined {
  const pattern = resource.path.split("/").slice(1);
  if (resource.method !== method || pattern.length !== parts.length) return undefined;
  const names: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const given = parts[index] ?? "";
    if (part.startsWith("{") && given !== "") names[part.slice(1, -1)] = given;
    else if (part !== given) return undefined;
  }
  return names;
}

function fits(value: unknown, type: AriParameterType): boolean {
  switch (type) {
    case "string":
      return typeof value === "string";
    case "strings":
      return typeof value === "string" || (Array.isArray(value) && value.every((one) => typeof one === "string"));
    case "int":
      return Number.isInteger(value) || (typeof value === "string" && /^-?\d+$/.test(value));
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false";
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    default:
      return typeof value === "string" && type.includes(value);
  }
}

function readObject(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    // Not JSON: whoever asks is told so.
    return undefined;
  }
}
