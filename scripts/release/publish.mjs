/**
 * Publishes what `npm run release:pack` packed, in its order; what the registry has already is left alone, so a run that broke can be
 * run again. Needs Node and npm and nothing else: it runs where the registry's trust is, and no dependency of ours does.
 *
 *   node scripts/release/publish.mjs --from FOLDER [--registry URL] [--provenance] [--json]
 *
 * Exits with 1 when a package could not be published, 2 when it was called wrongly.
 */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs, promisify } from "node:util";

/**
 * @typedef {object} Packed
 * @property {string} name
 * @property {string} version
 * @property {string} file name of the tarball in the folder
 * @property {string} integrity its sha512, as npm writes it
 * @property {number} level packages of one level do not need each other; those of the level before are needed first
 */

const AT_ONCE = 2;
const run = promisify(execFile);

const { values: options } = readArguments();
const folder = resolve(options.from ?? "");
/** @type {Packed[]} */
const packed = JSON.parse(readFileSync(join(folder, "packages.json"), "utf8"));
const registry = (options.registry ?? (await npm("config", "get", "registry")).trim()).replace(/\/?$/, "/");
const levels = [...new Set(packed.map(({ level }) => level))].sort((left, right) => left - right);
let failed = 0;
for (const level of levels) {
  // A package that others stand on is missing: theirs would be published and could not be installed.
  if (failed > 0) break;
  const waiting = packed.filter((one) => one.level === level);
  await Promise.all(Array.from({ length: AT_ONCE }, () => publishNext(waiting)));
}
process.exitCode = failed === 0 ? 0 : 1;

async function publishNext(/** @type {Packed[]} */ waiting) {
  for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
    try {
      const there = await publishedIntegrity(one);
      if (there === undefined) await npm("publish", join(folder, one.file), ...publishArguments(one));
      // Other bytes under a version that is out mean a change without a changeset: not released, and nobody is told otherwise.
      tell(one, { published: there === undefined, ...(there === undefined ? {} : { same: there === one.integrity }) });
    } catch (error) {
      failed += 1;
      tell(one, { published: false, error: reasonOf(error) });
    }
  }
}

function publishArguments(/** @type {Packed} */ { name, version }) {
  const scope = name.split("/", 1)[0];
  return [
    "--access=public",
    "--ignore-scripts",
    `--tag=${version.includes("-") ? "next" : "latest"}`,
    `--registry=${registry}`,
    `--${scope}:registry=${registry}`,
    `--provenance=${options.provenance}`,
  ];
}

/** The integrity under which this version is out; undefined when it is not. */
async function publishedIntegrity(/** @type {Packed} */ { name, version }) {
  const response = await fetch(new URL(name.replace("/", "%2f"), registry), {
    headers: { accept: "application/vnd.npm.install-v1+json" },
    signal: AbortSignal.timeout(30_000),
  });
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`${registry} answered ${response.status} when asked for ${name}: try again later`);
  return (await response.json()).versions?.[version]?.dist?.integrity;
}

async function npm(/** @type {string[]} */ ...parameters) {
  return (await run("npm", parameters, { cwd: folder, timeout: 120_000, maxBuffer: 16 * 1024 * 1024 })).stdout;
}

function tell(/** @type {Packed} */ { name, version }, /** @type {Record<string, unknown>} */ outcome) {
  if (options.json) return void process.stdout.write(`${JSON.stringify({ package: name, version, ...outcome })}\n`);
  const { published, same, error } = outcome;
  const what = error
    ? `FAILED\n${error}`
    : published
      ? "published"
      : `there already${same ? "" : ", with other bytes"}`;
  process.stdout.write(`${name}@${version} ${what}\n`);
}

function reasonOf(/** @type {any} */ error) {
  const lines = String(error.stderr ?? "")
    .split("\n")
    .filter((line) => line.startsWith("npm error"));
  const text =
    lines.length > 0 ? lines.map((line) => line.slice("npm error ".length)).join("\n") : String(error.message ?? error);
  const remedy = /\b(E401|ENEEDAUTH|E403|E404)\b/.test(text)
    ? "\nThe registry does not take this from here: docs/releasing.md says whom it must trust."
    : "";
  return text + remedy;
}

function readArguments() {
  try {
    const parsed = parseArgs({
      options: {
        from: { type: "string" },
        registry: { type: "string" },
        provenance: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
    if (parsed.values.from === undefined)
      throw new Error("--from FOLDER is missing: where `npm run release:pack -- --out FOLDER` wrote");
    return parsed;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(2);
  }
}
