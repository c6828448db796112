import { natives } from "./natives.js";

/** Whom a signed identity names, to tell two people at one computer apart. It is believed by nobody: the server checks the signature. */
export function identityId(signed: string | undefined): string | undefined {
  if (signed === undefined) return undefined;
  try {
    const payload = signed.slice(0, signed.lastIndexOf(".")).replace(/-/g, "+").replace(/_/g, "/");
    const bytes = Uint8Array.from(atob(payload), (sign) => sign.charCodeAt(0));
    const value = natives.parse(new TextDecoder().decode(bytes));
    return typeof value === "object" && value !== null && "id" in value ? String(value.id) : undefined;
  } catch {
    // Not signed by anything the server would take either.
    return undefined;
  }
}
