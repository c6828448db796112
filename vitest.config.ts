import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["@plugboard/source"] },
  ssr: { resolve: { conditions: ["@plugboard/source", "node", "module", "default"] } },
  oxc: false,
  esbuild: { target: "es2022" },
  test: {
    include: ["packages/*/src/**/*.test.ts", "examples/*/src/**/*.test.ts", "test/**/*.test.ts"],
    // Many tests wait for a deadline or another process: more workers than processors keep those busy.
    maxWorkers: availableParallelism() + 1,
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
