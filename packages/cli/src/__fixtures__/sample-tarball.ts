import { packTarball } from "@plugboard/marketplace";
import { sampleFiles, samplePackageJson } from "../../../marketplace/src/__fixtures__/sample-package.js";

/** The marketplace's sample connector, `@post/provider-post-sms`, at a version. */
export function sampleTarball(version: string): Promise<Uint8Array> {
  return packTarball(sampleFiles({ "package.json": samplePackageJson({ version }) }));
}
