import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";

/**
 * Packages whose tests change nothing of their process: one process loads their modules once, for all of their files. Not core, whose tests set the clock:
 * what another file left running would run with it.
 */
const SHARED = ["http-adapters", "marketplace", "provider-http", "provider-livechat", "provider-telephony"]
  .concat("provider-webform", "provider-whatsapp")
  .map((name) => `packages/${name}/src/**/*.test.ts`);

/** Globs of tests that a run leaves out, with commas between; the gate says which, and why. */
const LEFT_OUT = (process.env["PLUGBOARD_TESTS_LEFT_OUT"] ?? "").split(",").filter((glob) => glob !== "");

export default defineConfig({
  resolve: { conditions: ["@plugboard/source"] },
  ssr: { resolve: { conditions: ["@plugboard/source", "node", "module", "default"] } },
  oxc: false,
  esbuild: { target: "es2022" },
  test: {
    // Many tests wait for a deadline or another process: more workers than processors keep those busy.
    maxWorkers: availableParallelism() + 1,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    projects: [
      { extends: true, test: { name: "shared", isolate: false, include: SHARED } },
      {
        extends: true,
        test: {
          name: "apart",
          include: ["packages/*/src/**/*.test.ts", "examples/*/src/**/*.test.ts", "test/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...SHARED, ...LEFT_OUT],
        },
      },
    ],
  },
});
