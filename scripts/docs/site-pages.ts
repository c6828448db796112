import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "./repository-root.js";

/** A line of the site's side bar; its address is the file's path in the repository. */
export interface SiteLink {
  readonly text: string;
  readonly link: string;
}

export interface SiteGroup {
  readonly text: string;
  readonly items: readonly SiteLink[];
  readonly collapsed?: boolean;
}

/** The site's contents: pages by hand, packages and decisions as they lie in the tree. */
export function siteContents(): readonly SiteGroup[] {
  return [
    { text: "Start", items: [page("docs/concepts.md", "Concepts"), page("README.md", "The project in one page")] },
    {
      text: "Three ways in",
      items: [
        page("docs/paths/run-a-host.md", "Run a host"),
        page("docs/paths/add-a-provider.md", "Add a provider"),
        page("docs/paths/publish-a-connector.md", "Publish a connector"),
      ],
    },
    {
      text: "In depth",
      items: [
        page("docs/host-tasks.md", "Tasks of a host"),
        page("docs/examples.md", "The examples"),
        page("docs/write-a-provider.md", "Write a provider in an afternoon"),
        page("docs/rules.md", "The rules"),
        page("docs/ledger-format.md", "The format of the ledger"),
        page("SECURITY.md", "Security"),
      ],
    },
    {
      text: "Reference",
      items: [
        page("docs/reference/settings.md", "Settings"),
        page("docs/reference/errors.md", "Errors"),
        page("docs/reference/residency.md", "Residency"),
        page("docs/reference/capabilities.md", "Capabilities"),
        { text: "API", link: "/api/index.html" },
      ],
    },
    { text: "Packages", collapsed: true, items: packages() },
    {
      text: "The project",
      collapsed: true,
      items: [page("CONTRIBUTING.md", "Contributing"), page("AGENTS.md", "For coding assistants")],
    },
    { text: "Decisions", collapsed: true, items: decisions() },
  ];
}

function page(path: string, text: string): SiteLink {
  return { text, link: `/${path.replace(/\.md$/, "")}` };
}

function packages(): readonly SiteLink[] {
  return readdirSync(join(repositoryRoot, "packages"))
    .filter((name) => existsSync(join(repositoryRoot, "packages", name, "README.md")))
    .sort()
    .map((name) => page(`packages/${name}/README.md`, name));
}

function decisions(): readonly SiteLink[] {
  return readdirSync(join(repositoryRoot, "docs/decisions"))
    .filter((name) => name.endsWith(".md") && name !== "README.md")
    .sort()
    .reverse()
    .map((name) => {
      const [heading = name] = readFileSync(join(repositoryRoot, "docs/decisions", name), "utf8").split("\n");
      return page(`docs/decisions/${name}`, heading.replace(/^# /, ""));
    });
}
