import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { NEEDS } from "../variants/needs.mjs";

const folder = new URL("../../", import.meta.url);
const has = (/** @type {string} */ program) => spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;
const hasPostgres = () => has("postgres") && has("initdb");
const hasRedis = () => has("redis-server");

/**
 * Looks which variants cannot run on this machine.
 * @param {ReadonlyMap<string, string>} buildFailures - which of our own packages could not be built, and why
 * @returns {Map<string, string>} variant → the reason, to be printed
 */
export function findMissing(buildFailures) {
  const missing = new Map();
  const redis = hasRedis();
  const postgres = hasPostgres();
  for (const [variant, needs] of Object.entries(NEEDS)) {
    const absent = (needs.packages ?? []).filter((name) => !existsSync(new URL(`node_modules/${name}/`, folder)));
    if (absent.length > 0) missing.set(variant, `${absent.join(", ")} not installed in bench/`);
    else if (needs.redis && !redis) missing.set(variant, "redis-server is not on this machine");
    else if (needs.postgres && !postgres) missing.set(variant, "postgres and initdb are not in PATH on this machine");
    const unbuilt = (needs.built ?? []).find((name) => buildFailures.has(name));
    if (unbuilt !== undefined) missing.set(variant, buildFailures.get(unbuilt));
  }
  return missing;
}
