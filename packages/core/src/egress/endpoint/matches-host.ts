import type { Origin } from "./origin.js";

const PATTERN = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/;

/** @param pattern - `"host"`, `"[::1]"` or `"*.domain"`, each with or without `":port"`, as in `dangerouslyAllowPlainText`. */
export function matchesHost(pattern: string, origin: Origin): boolean {
  const [, address, name, port] = PATTERN.exec(pattern) ?? [];
  const host = address ?? name;
  if (host === undefined || (port !== undefined && Number(port) !== origin.port)) return false;
  return host.startsWith("*.") ? origin.host.endsWith(host.slice(1)) : host === origin.host;
}
