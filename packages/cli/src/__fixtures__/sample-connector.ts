import { sampleManifest } from "../../../marketplace/src/__fixtures__/sample-manifest.js";
import { sampleFiles, samplePackageJson } from "../../../marketplace/src/__fixtures__/sample-package.js";

/** The marketplace's sample connector, `@post/provider-post-sms`, in its parts. */
export const sampleConnector = { manifest: sampleManifest, files: sampleFiles, packageJson: samplePackageJson };
