import type { Authority, ContactCenter, ProviderV1, Secrets, Store } from "@plugboard/core";
import type { TrustInput } from "@plugboard/marketplace";
import type { HttpProviderDefinition } from "@plugboard/provider-http";
import type { z } from "zod";

/** What a sample takes as given, and no program of ours (tsconfig.json leaves this file out): each is made in a page before, or is the reader's own. Everything else a sample uses, it says. */
declare global {
  const center: ContactCenter;
  const store: Store;
  const providers: readonly ProviderV1[];
  const secrets: Secrets;
  const authority: Authority;
  const logger: Pick<Console, "info" | "warn" | "error">;

  /** A package of a marketplace, and the papers that came with it. */
  const tarball: Uint8Array;
  const listing: string;
  const newer: Uint8Array;
  const newerListing: string;
  const revocations: string;
  const trust: TrustInput;
  const folder: string;

  /** Whoever the host's own session says this is. */
  function sessionOf(request: Request): { readonly operator: { readonly id: string } } | undefined;
  const acmeManifest: HttpProviderDefinition<z.ZodType, z.ZodType>["manifest"];
}
