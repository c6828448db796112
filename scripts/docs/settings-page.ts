import type { DocumentedProvider } from "./documented-provider.js";
import { fieldComments } from "./field-comments.js";
import { cell, code, table } from "./markdown.js";
import { GENERATED_NOTE, type ReferencePage } from "./reference-page.js";
import { schemaFields } from "./schema-fields.js";
import type { SourceFiles } from "./source-files.js";

const HEAD = ["field", "type", "needed", "default", "meaning"];

/** Settings and credentials of every provider, from their schemas and the comments beside them. */
export function settingsPage(providers: readonly DocumentedProvider[], files: SourceFiles): ReferencePage {
  const sections = providers.map(({ provider, specifier, exportName, entry }) => {
    const { manifest } = provider;
    return [
      `## ${manifest.name}`,
      `Provider ${code(manifest.id)}: ${code(`import { ${exportName} } from "${specifier}"`)}.`,
      "**Settings**, given when a channel is activated:",
      fieldTable(manifest.settings, fieldComments(files, entry, "settings")),
      "**Credentials**, kept by the host's secrets port or its credential vault, never in settings:",
      fieldTable(manifest.credentials, fieldComments(files, entry, "credentials")),
    ].join("\n\n");
  });
  const intro = [
    "# Settings of every provider",
    GENERATED_NOTE,
    "What a channel of each provider is configured with. The host checks both parts with the provider's own schema before the provider sees them; a field " +
      "that is wrong is named in `SETTINGS_INVALID` or `CREDENTIALS_UNAVAILABLE` ([errors](errors.md)). `[]` stands for each entry of a list, `*` for any name. " +
      "A field of a group that is not needed is needed only when the group is there.",
  ];
  return { path: "docs/reference/settings.md", text: `${[...intro, ...sections].join("\n\n")}\n` };
}

function fieldTable(schema: Readonly<Record<string, unknown>>, comments: ReadonlyMap<string, string>): string {
  const fields = schemaFields(schema);
  if (fields.length === 0) return "None.";
  return table(
    HEAD,
    fields.map(({ path, type, isRequired, defaultText }) => [
      code(path),
      cell(type),
      isRequired ? "yes" : "",
      defaultText === undefined ? "" : cell(code(defaultText)),
      cell(comments.get(path) ?? ""),
    ]),
  );
}
