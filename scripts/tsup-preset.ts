import { copyFileSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join, posix, relative, sep } from "node:path";
import { defineConfig, type Options } from "tsup";

const WORKER_MAIN = "-worker-main.ts";
/** A subpath whose source lies in a folder of this name runs in a page. */
const BROWSER_FOLDER = "/browser/";
const WORKER_URL = /new URL\((["'])\.{1,2}\/(?:[\w./-]+\/)?([\w-]+)\.js\1,\s*import\.meta\.url\)/g;

interface Manifest {
  readonly exports: Record<string, string | { readonly "@plugboard/source"?: string; readonly default?: string }>;
}

/**
 * The build of one package, read from its own package.json: every subpath of `exports` is an entry, and every
 * `x-worker-main.ts` under src becomes `x-worker.js` at the same place under dist, the file that `new Worker(new URL("./x-worker.js", …))`
 * starts (from source, the committed `x-worker.js` beside it does that job).
 *
 * Dependencies and peers stay outside the bundle; code that two entries share lands in a chunk, so a token, a class or
 * a symbol exists once whichever subpath it came by.
 *
 * With `wholeWorkers` they become `x-worker.cjs` instead, each a minified script with everything in it: for a process that has to start fast.
 *
 * A subpath whose source lies in a folder `browser/` becomes one minified file with everything in it, which a page loads as a module. A package
 * that serves that file itself imports `src/page-script.js`, which from source puts `src/browser/index.ts` together; here it becomes a reader of
 * `dist/browser/index.js`.
 */
export function packageBuild({
  copies = [],
  wholeWorkers = false,
}: {
  copies?: readonly string[];
  wholeWorkers?: boolean;
} = {}): ReturnType<typeof defineConfig> {
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
  const workers = workerEntries();
  const entries = Object.entries(publicEntries(manifest));
  const forPages = entries.filter(([, source]) => source.includes(BROWSER_FOLDER));
  const forNode = Object.fromEntries(entries.filter(([, source]) => !source.includes(BROWSER_FOLDER)));
  // Here and not by `clean`: the builds run side by side, and one would remove what the other has written.
  rmSync(outDir(), { recursive: true, force: true });
  const shared: Options = { format: "esm", clean: false, silent: true, sourcemap: false };
  return defineConfig([
    {
      ...shared,
      entry: { ...forNode, ...(wholeWorkers ? {} : workers) },
      target: "node20",
      platform: "node",
      tsconfig: "../../tsconfig.json",
      splitting: true,
      external: [/^@plugboard\//],
      dts: { entry: forNode },
      plugins: [workerAddresses(workers), copiedFiles(copies)],
      esbuildPlugins: [pageScripts()],
    },
    ...(wholeWorkers ? [wholeScripts(workers)] : []),
    ...forPages.map(([name, source]): Options => ({
      ...shared,
      entry: { [name]: source },
      target: "es2022",
      platform: "browser",
      tsconfig: join(dirname(source), "tsconfig.json"),
      splitting: false,
      minify: true,
      noExternal: [/./],
      dts: { entry: { [name]: source } },
    })),
  ]);
}

/** Of the sources, so that what is not needed of our own packages is left out. */
const wholeScripts = (workers: Record<string, string>): Options => ({
  entry: workers,
  format: "cjs",
  clean: false,
  silent: true,
  target: "node20",
  platform: "node",
  tsconfig: "../../tsconfig.json",
  splitting: false,
  minify: true,
  noExternal: [/./],
  esbuildOptions: (options) => {
    options.conditions = ["@plugboard/source"];
  },
});

function publicEntries(manifest: Manifest): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const [subpath, target] of Object.entries(manifest.exports)) {
    if (typeof target === "string") continue;
    const source = target["@plugboard/source"];
    const built = target.default;
    if (!source || !built) throw new Error(`exports["${subpath}"] needs "@plugboard/source" and "default"`);
    entries[built.replace(/^\.\/dist\//, "").replace(/\.js$/, "")] = source;
  }
  return entries;
}

function workerEntries(): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const path of readdirSync("src", { recursive: true, encoding: "utf8" })) {
    if (!path.endsWith(WORKER_MAIN)) continue;
    const name = path.split(sep).join("/").slice(0, -WORKER_MAIN.length) + "-worker";
    if (Object.keys(entries).some((other) => basename(other) === basename(name))) {
      throw new Error(`two workers are called ${basename(name)}; the built address would be ambiguous`);
    }
    entries[name] = `src/${path}`;
  }
  return entries;
}

/** Where this build writes to: a test that packs a package leaves the checkout's own `dist` alone. */
function outDir(): string {
  const option = process.argv.indexOf("--out-dir");
  return (option < 0 ? undefined : process.argv[option + 1]) ?? "dist";
}

/** Files that are published as they are, beside what is built. */
function copiedFiles(files: readonly string[]): NonNullable<Options["plugins"]>[number] {
  return {
    name: "copied-files",
    buildEnd() {
      for (const file of files) copyFileSync(file, join(this.options.outDir, basename(file)));
    },
  };
}

/** A bundle moves the code that starts a worker to another folder, so the address is written anew for the file it ends up in. */
function workerAddresses(workers: Record<string, string>): NonNullable<Options["plugins"]>[number] {
  return {
    name: "worker-addresses",
    renderChunk(code, chunk) {
      const from = dirname(relative(this.options.outDir, chunk.path).split(sep).join("/"));
      const moved = code.replace(WORKER_URL, (_match, _quote, name: string) => {
        const worker = Object.keys(workers).find((entry) => basename(entry) === name);
        if (!worker) throw new Error(`no ${name}-main.ts for the worker ${name}.js`);
        const path = posix.relative(from, worker);
        return `new URL("${path.startsWith(".") ? path : `./${path}`}.js", import.meta.url)`;
      });
      return { code: moved, map: chunk.map ?? null };
    },
  };
}

/** The reader lands in the root of dist, in the package's entry or in a chunk: the file it reads lies below. */
function pageScripts(): NonNullable<Options["esbuildPlugins"]>[number] {
  const contents = `import { readFileSync } from "node:fs";
export const pageScript = () => readFileSync(new URL("browser/index.js", import.meta.url), "utf8");`;
  return {
    name: "page-scripts",
    setup(build) {
      build.onLoad({ filter: /[\\/]src[\\/]page-script\.js$/ }, () => ({ contents, loader: "js" }));
    },
  };
}
