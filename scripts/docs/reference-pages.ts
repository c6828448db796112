import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { capabilitiesPage } from "./capabilities-page.js";
import { errorsPage } from "./errors-page.js";
import { findProviders } from "./find-providers.js";
import type { ReferencePage } from "./reference-page.js";
import { repositoryRoot } from "./repository-root.js";
import { residencyPage } from "./residency-page.js";
import { settingsPage } from "./settings-page.js";
import { SourceFiles } from "./source-files.js";

/** Every generated page, formatted: the same for the same code, whoever makes it and when. */
export async function referencePages(): Promise<readonly ReferencePage[]> {
  const providers = await findProviders();
  const files = new SourceFiles();
  const pages = [
    settingsPage(providers, files),
    errorsPage(providers, files),
    residencyPage(providers),
    capabilitiesPage(providers),
  ];
  return Promise.all(
    pages.map(async ({ path, text }) => {
      const filepath = join(repositoryRoot, path);
      return { path, text: await format(text, { ...(await resolveConfig(filepath)), filepath }) };
    }),
  );
}
