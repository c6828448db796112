import type { SourceFile } from "./source-file.js";

/** What the rules must let pass, close to what they catch. */
export const GOOD_SAMPLES: readonly SourceFile[] = [
  { path: "packages/core/src/spec/a.ts", text: `import { z } from "zod";\nexport { x } from "./manifest/x.js";` },
  { path: "packages/core/src/spec/a.ts", text: `import type { Duplex } from "node:stream";\nimport { z } from "zod";` },
  {
    path: "packages/core/src/policy/a.ts",
    text: `import { inject } from "tsyringe";\nimport { TOKENS } from "../di/tokens.js";`,
  },
  {
    path: "packages/core/src/egress/a.ts",
    text: `const { Pool } = await import("undici");\nimport net from "node:net";`,
  },
  { path: "packages/core/src/outbound/a.ts", text: `import type { Channel } from "../host/channel.js";` },
  { path: "packages/core/src/host/a.ts", text: `import { createContainer } from "../di/create-container.js";` },
  { path: "packages/core/src/host/a.ts", text: `const path = Promise.resolve(join("a", "b"));` },
  {
    path: "packages/core/src/di/a.ts",
    text: `import { container } from "tsyringe";\ncontainer.resolve(TOKENS.Clock);`,
  },
  { path: "packages/core/src/host/a.test.ts", text: `import { test } from "vitest";` },
  { path: "packages/core/src/index.ts", text: `import "reflect-metadata";\nexport { x } from "./host/x.js";` },
  { path: "packages/provider-email/src/smtp/a.ts", text: `import type { X } from "@plugboard/core/spec";` },
  {
    path: "packages/provider-email/src/smtp/browser/a.ts",
    text: `import { b } from "./b.js";\nawait fetch("/events");`,
  },
  { path: "packages/provider-email/src/smtp/a.ts", text: `import type { B } from "./browser/b.js";` },
  {
    path: "packages/provider-email/src/smtp/a.ts",
    text: `for await (const mail of mailbox.fetch("1:*")) process.nextTick(mail);`,
  },
  {
    path: "packages/provider-email/src/smtp/a.ts",
    text: `const api = { fetch: 1, process() {} }; interface I { process: number }`,
  },
  {
    path: "packages/provider-whatsapp/src/testing/meta/a.ts",
    text: `import { createServer } from "node:http";\nimport { http } from "msw";\nawait fetch("http://127.0.0.1:1");`,
  },
  {
    path: "packages/provider-whatsapp/src/testing/meta/b.ts",
    text: `import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";`,
  },
  { path: "packages/provider-whatsapp/src/dialog360/a.ts", text: `import { x } from "../cloud-api/x.js";` },
  {
    path: "packages/provider-email/src/smtp/a.test.ts",
    text: `import { connect } from "node:net"; import { x } from "@plugboard/provider-testkit";`,
  },
  {
    path: "packages/store-sqlite/src/a.ts",
    text: `import type { Store } from "@plugboard/core";\nimport { Worker } from "node:worker_threads";`,
  },
  { path: "packages/provider-testkit/src/a.ts", text: `import { http } from "msw";\nimport { test } from "vitest";` },
  { path: "packages/core/tsup.config.ts", text: `import { packageBuild } from "../../scripts/tsup-preset.js";` },
  { path: "packages/core/src/host/a.ts", text: "x();\n".repeat(400) },
  { path: "packages/core/src/host/a.test.ts", text: "x();\n".repeat(800) },
  {
    path: "packages/core/src/spec/a.ts",
    text: `const aSchema = z.lazy(() => z.strictObject({})); const b = z.string();`,
  },
  { path: "test/faults/main.ts", text: `import { createContactCenter } from "@plugboard/core";` },
];
