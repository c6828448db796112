import type { Act } from "../spec/act.js";
import type { ProviderManifest } from "../spec/manifest/provider-manifest.js";
import type { ChannelDocument } from "./channel-document.js";
import { manifestHash } from "./manifest-hash.js";

type Acceptance = ChannelDocument["acceptances"][number];

/** The acceptance of a provider's present documents, as it is kept (R5). @param shown - what was shown with it. */
export function acceptanceOf(
  manifest: ProviderManifest,
  act: Act,
  shown: Pick<Acceptance, "shown" | "shownTexts"> = {},
): Acceptance {
  const documents = manifest.documents.map(({ kind, version, sha256 }) => ({
    ...{ kind, version },
    ...(sha256 === undefined ? {} : { sha256 }),
  }));
  return { act, documents, ...shown, manifestSha256: manifestHash(manifest) };
}
