import { type ProviderNames, renamed } from "./provider-names.js";
import { readGuide } from "./read-guide.js";

/** Version ranges of what a new provider is built and tested with. */
const VERSIONS = {
  "@plugboard/cli": "^0.1.0",
  "@plugboard/core": "^0.1.0",
  "@plugboard/provider-testkit": "^0.1.0",
  "@types/node": "^20.19.43",
  msw: "^2.15.0",
  typescript: "~5.9.3",
  vitest: "^4.1.12",
};

/**
 * The files of a new provider: the ones of docs/write-a-provider.md under its name, and what makes a package of them.
 * @returns text by path.
 */
export function providerFiles(names: ProviderNames & { readonly packageName: string }): ReadonlyMap<string, string> {
  const { id, packageName } = names;
  const camel = renamed("postSms", names);
  const shown = [...readGuide().matchAll(/^```ts file=(\S+)\n([\s\S]*?)^```$/gm)].map(
    ([, path = "", text = ""]) =>
      [renamed(path, names), renamed(text, names).replaceAll(`"provider-${id}"`, JSON.stringify(packageName))] as const,
  );
  return new Map([
    ["package.json", packageJson(packageName, names.displayName)],
    ["tsconfig.json", json(compilerOptions)],
    ["README.md", readme(packageName, names)],
    [".gitignore", "node_modules\ndist\n*.tgz\n"],
    ["src/index.ts", `export { ${camel} } from "./${id}.js";\n`],
    ["src/testing/index.ts", `export { conformance, ${camel}Conformance } from "./conformance.js";\n`],
    ...shown,
  ]);
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

const compilerOptions = {
  compilerOptions: {
    target: "ES2022",
    module: "NodeNext",
    moduleResolution: "NodeNext",
    verbatimModuleSyntax: true,
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    declaration: true,
    skipLibCheck: true,
    types: ["node"],
    rootDir: "src",
    outDir: "dist",
  },
  include: ["src"],
};

function packageJson(name: string, displayName: string): string {
  const entry = (path: string) => ({ types: `./dist/${path}.d.ts`, default: `./dist/${path}.js` });
  return json({
    name,
    version: "1.0.0",
    description: `${displayName} for Plugboard`,
    license: "MIT",
    type: "module",
    engines: { node: ">=20.19" },
    keywords: ["plugboard-provider"],
    files: ["dist", "README.md"],
    exports: { ".": entry("index"), "./testing": entry("testing/index"), "./package.json": "./package.json" },
    plugboard: { manifest: "./dist/plugboard.json" },
    scripts: { build: "tsc", test: "vitest run", conform: "plugboard conform", pack: "plugboard pack" },
    peerDependencies: { "@plugboard/core": VERSIONS["@plugboard/core"], "@plugboard/provider-testkit": "^0.1.0" },
    peerDependenciesMeta: { "@plugboard/provider-testkit": { optional: true } },
    dependencies: { zod: "^4.6.7" },
    devDependencies: VERSIONS,
  });
}

function readme(packageName: string, { displayName }: ProviderNames): string {
  return `# ${packageName}

${displayName} for Plugboard.

\`\`\`sh
npm install      # once
npm test         # the conformance kit, one test per check
npm run build    # to dist
npm run conform  # the kit again, with the level that it gives
npm run pack     # a tarball that is the same each time, with its manifest
\`\`\`

It begins as the imaginary provider of "Write a provider in an afternoon". Change, in this order: the manifest (who you are, where data goes and by which
document; whom they pass data on to stands in sub-processors.json), the simulator (what your API refuses), the fixtures (your webhooks, your signature), and then the provider until the kit is green again.
`;
}
