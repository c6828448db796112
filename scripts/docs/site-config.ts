import { headingAnchor } from "./heading-anchor.js";
import { siteLinks } from "./site-links.js";
import { siteContents } from "./site-pages.js";

const [host, port] = ["127.0.0.1", 5_173];

/**
 * The site shows the repository's own pages under the repository's own paths, so that a link works in both. `docs/index.md` alone moves: it is the
 * front page.
 */
export const siteConfig = {
  title: "Plugboard",
  description: "Connects an application's accounts to communication providers, by rules that nothing gets round",
  lang: "en",
  srcDir: "..",
  srcExclude: ["**/node_modules/**", "**/dist/**", "**/__fixtures__/**", "bench/**", "examples/**", "test/**", ".*/**"],
  outDir: "../docs/.vitepress/dist",
  cacheDir: "../docs/.vitepress/cache",
  rewrites: { "docs/index.md": "index.md" },
  markdown: { anchor: { slugify: headingAnchor }, config: siteLinks },
  // The API is built beside the site, and put below it afterwards.
  ignoreDeadLinks: [/^\/api\//],
  themeConfig: {
    nav: [
      { text: "Concepts", link: "/docs/concepts" },
      { text: "Rules", link: "/docs/rules" },
      { text: "Errors", link: "/docs/reference/errors" },
      { text: "API", link: "/api/index.html", target: "_self" },
    ],
    sidebar: siteContents(),
    outline: [2, 3],
    search: { provider: "local" },
  },
  vite: { server: { host, port, strictPort: true }, preview: { host } },
} as const;
