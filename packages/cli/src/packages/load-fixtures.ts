import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { ProviderV1 } from "@plugboard/core/spec";
import { z } from "zod";
import { CliError } from "../shell/cli-error.js";
import { loadEntry } from "./find-providers.js";

/** A delivery to sign, as the kit's fixtures take it. */
export interface DeliveryToSign {
  readonly contentType: string;
  readonly body: string;
  readonly query?: string;
  readonly url: string;
  readonly deliveryId: string;
  readonly signedAtMs: number;
  readonly credentials: unknown;
}

/** What a package's entry `./testing` gives for one of its providers; the kit reads the rest. */
export interface Fixtures {
  readonly provider: ProviderV1;
  readonly credentials: unknown;
  readonly webhooks?: { sign(delivery: DeliveryToSign): unknown };
}

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null && "provider" in value;
const fixturesSchema = z.object({ conformance: z.array(z.custom<Fixtures>(isObject)).min(1) });

/**
 * The kit's fixtures of a package.
 * @param path - a module that exports `conformance`; the entry `./testing` when absent.
 * @throws {CliError} it exports none.
 */
export async function loadFixtures(folder: string, name: string, path?: string): Promise<readonly Fixtures[]> {
  const module: unknown =
    path === undefined
      ? await loadEntry(folder, name, "./testing")
      : await import(pathToFileURL(resolve(folder, path)).href).catch((error: unknown) => {
          const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
          throw new CliError(`${path} cannot be loaded (${why})`, "name a built module, or correct it");
        });
  const parsed = fixturesSchema.safeParse({ ...(module as object) });
  if (parsed.success) return parsed.data.conformance;
  throw new CliError(
    "the fixtures export no `conformance`",
    "export const conformance: readonly ProviderFixtures[] from the entry ./testing",
  );
}

/** The fixtures of the provider that is meant. @throws {CliError} none is called so. */
export function fixturesOf(all: readonly Fixtures[], provider: string | undefined): readonly Fixtures[] {
  const wanted = all.filter(({ provider: { manifest } }) => [undefined, manifest.id].includes(provider));
  if (wanted.length > 0) return wanted;
  const names = all.map(({ provider: { manifest } }) => manifest.id).join(", ");
  throw new CliError(`no provider is called ${String(provider)}`, `--provider, one of ${names}`);
}
