import type { SourceFile } from "./source-file.js";

/** For each rule files that break it, each in another way. */
export const BAD_SAMPLES: Readonly<Record<string, readonly SourceFile[]>> = {
  "spec-imports-only-zod": [
    { path: "packages/core/src/spec/a.ts", text: `import { connect } from "node:net";` },
    { path: "packages/core/src/spec/a.ts", text: `import type { Pool } from "undici";` },
    { path: "packages/core/src/spec/message/a.ts", text: `export { x } from "eventemitter3";` },
    { path: "packages/core/src/spec/a.ts", text: `import { Duplex } from "node:stream";` },
    { path: "packages/core/src/spec/a.ts", text: `import { type Duplex } from "node:stream";` },
    { path: "packages/core/src/spec/a.ts", text: `import type { Socket } from "node:net";` },
  ],
  "policy-does-no-io": [
    { path: "packages/core/src/policy/a.ts", text: `import { readFile } from "node:fs/promises";` },
    { path: "packages/core/src/policy/a.ts", text: `import { lookup } from "dns";` },
    { path: "packages/core/src/policy/a.ts", text: `const { Pool } = await import("undici");` },
  ],
  "core-layers": [
    { path: "packages/core/src/spec/a.ts", text: `import type { Clock } from "../ports/clock.js";` },
    { path: "packages/core/src/policy/a.ts", text: `import { send } from "../egress/send.js";` },
    { path: "packages/core/src/ports/memory/a.ts", text: `import { Host } from "../../host/host.js";` },
    { path: "packages/core/src/outbound/a.ts", text: `import { verify } from "../inbound/verify.js";` },
    { path: "packages/core/src/inbound/a.ts", text: `import { Host } from "../host/host.js";` },
    { path: "packages/core/src/outbound/a.ts", text: `import { createContainer } from "../di/create-container.js";` },
    { path: "packages/core/src/outbound/a.ts", text: `import { Channel } from "../host/channel.js";` },
    { path: "packages/core/src/policy/a.ts", text: `import type { Channel } from "../host/channel.js";` },
    { path: "packages/core/src/attic/a.ts", text: `import { x } from "../spec/x.js";` },
  ],
  "core-knows-no-plugin": [
    { path: "packages/core/src/host/a.ts", text: `import { smtp } from "@plugboard/provider-email/smtp";` },
    { path: "packages/core/src/host/a.ts", text: `const store = await import("@plugboard/store-sqlite");` },
    { path: "packages/core/src/outbound/a.ts", text: `import { vi } from "vitest";` },
  ],
  "undici-only-in-egress": [{ path: "packages/core/src/host/a.ts", text: `import { Pool } from "undici";` }],
  "provider-imports-only-the-contract": [
    { path: "packages/provider-email/src/smtp/a.ts", text: `import { createContactCenter } from "@plugboard/core";` },
    { path: "packages/provider-email/src/smtp/a.ts", text: `import type { X } from "@plugboard/core/memory";` },
  ],
  "provider-imports-no-provider": [
    { path: "packages/provider-email/src/ses/a.ts", text: `import { meta } from "@plugboard/provider-whatsapp/meta";` },
  ],
  "provider-opens-no-connection": [
    { path: "packages/provider-email/src/smtp/a.ts", text: `import { connect } from "node:net";` },
    { path: "packages/provider-email/src/smtp/a.ts", text: `import { request } from "https";` },
    { path: "packages/provider-email/src/smtp/a.ts", text: `import { lookup } from "node:dns/promises";` },
    { path: "packages/provider-email/src/smtp/a.ts", text: `const { connect } = await import("node:tls");` },
    { path: "packages/provider-email/src/smtp/a.ts", text: `const { fork } = require("child_process");` },
    { path: "packages/provider-email/src/smtp/a.ts", text: `export { Pool } from "undici";` },
    { path: "packages/provider-email/src/smtp/a.ts", text: `import { createRequire } from "node:module";` },
    { path: "packages/provider-whatsapp/src/testing/a.ts", text: `import { fork } from "node:module";` },
    { path: "packages/provider-whatsapp/src/testing/a.ts", text: `import { Pool } from "undici";` },
  ],
  "provider-folders-stay-apart": [
    { path: "packages/provider-whatsapp/src/dialog360/a.ts", text: `import { x } from "../meta/x.js";` },
  ],
  "provider-imports-no-simulator": [
    { path: "packages/provider-whatsapp/src/meta/a.ts", text: `import { x } from "../testing/meta/x.js";` },
    { path: "packages/provider-whatsapp/src/meta/a.ts", text: `import { http } from "msw";` },
  ],
  "provider-reads-no-environment": [
    { path: "packages/provider-email/src/smtp/a.ts", text: `const key = process.env.KEY;` },
    { path: "packages/provider-email/src/smtp/a.ts", text: `const key = process["env"]["KEY"];` },
    { path: "packages/provider-email/src/smtp/a.ts", text: `const { env } = process;` },
    { path: "packages/provider-email/src/smtp/a.ts", text: `const net = process.getBuiltinModule("net");` },
  ],
  "provider-uses-no-global-connection": [
    { path: "packages/provider-email/src/smtp/a.ts", text: `await fetch("https://example.org");` },
    { path: "packages/provider-email/src/smtp/a.ts", text: `await globalThis.fetch("https://example.org");` },
    { path: "packages/provider-email/src/smtp/a.ts", text: `const tools = { fetch };` },
    { path: "packages/provider-email/src/smtp/a.ts", text: `const socket = new WebSocket("wss://example.org");` },
  ],
  "pages-stay-apart": [
    { path: "packages/provider-email/src/smtp/a.ts", text: `import { post } from "./browser/post.js";` },
  ],
  "provider-names-what-it-loads": [
    { path: "packages/provider-email/src/smtp/a.ts", text: `const net = await import("node:" + "net");` },
    { path: "packages/provider-email/src/smtp/a.ts", text: `const net = require(name);` },
  ],
  "container-stays-in-core": [
    { path: "packages/provider-email/src/smtp/a.ts", text: `import { container } from "tsyringe";` },
    { path: "packages/store-sqlite/src/a.ts", text: `import { injectable } from "tsyringe";` },
  ],
  "container-stays-in-di": [
    { path: "packages/core/src/host/a.ts", text: `import { container } from "tsyringe";` },
    { path: "packages/core/src/host/a.ts", text: `import { inject, container as box } from "tsyringe";` },
    { path: "packages/core/src/host/a.ts", text: `import * as tsyringe from "tsyringe";` },
    { path: "packages/core/src/host/a.ts", text: `const outbox = this.container.resolve(OUTBOX);` },
    { path: "packages/core/src/host/a.ts", text: `const outbox = services.resolve(TOKENS.Outbox);` },
  ],
  "store-imports-only-core": [
    { path: "packages/store-sqlite/src/a.ts", text: `import { smtp } from "@plugboard/provider-email/smtp";` },
  ],
  "only-tests-import-the-testkit": [
    { path: "packages/provider-email/src/smtp/a.ts", text: `import { fakeClock } from "@plugboard/provider-testkit";` },
    {
      path: "packages/provider-whatsapp/src/testing/a.ts",
      text: `import { fixedClock } from "@plugboard/provider-testkit";`,
    },
    {
      path: "packages/provider-email/src/smtp/b.ts",
      text: `import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";`,
    },
    { path: "packages/store-sqlite/src/a.ts", text: `import { storeSuite } from "@plugboard/provider-testkit";` },
    { path: "examples/demo/src/main.ts", text: `import { fakeClock } from "@plugboard/provider-testkit";` },
  ],
  "testkit-knows-core-only": [
    { path: "packages/provider-testkit/src/a.ts", text: `import { smtp } from "@plugboard/provider-email/smtp";` },
  ],
  "no-deep-import": [
    { path: "packages/provider-email/src/smtp/a.ts", text: `import { x } from "../../../core/src/spec/x.js";` },
    { path: "packages/provider-email/src/smtp/a.test.ts", text: `import { x } from "../../../core/src/spec/x.js";` },
    { path: "packages/provider-email/src/smtp/a.ts", text: `import { x } from "@plugboard/core/dist/spec/x.js";` },
    { path: "test/faults/a.ts", text: `import { x } from "../../packages/core/src/spec/x.js";` },
    { path: "examples/demo/src/main.ts", text: `import { x } from "../../../packages/core/src/index.js";` },
  ],
  "dependencies-are-declared": [
    { path: "packages/provider-email/src/smtp/a.ts", text: `import leftPad from "left-pad";` },
    { path: "packages/core/src/egress/a.ts", text: `const { default: leftPad } = await import("left-pad");` },
  ],
  "no-export-star-across-packages": [
    { path: "packages/provider-email/src/smtp/index.ts", text: `export * from "@plugboard/core/spec";` },
    { path: "packages/provider-testkit/src/index.ts", text: `export * as msw from "msw";` },
  ],
  "core-makes-schemas-when-asked": [
    { path: "packages/core/src/spec/a.ts", text: `export const aSchema = z.strictObject({ a: z.string() });` },
    { path: "packages/core/src/host/a.ts", text: `const aSchema = z.object({}).default({});` },
  ],
  "index-only-re-exports": [
    { path: "packages/core/src/index.ts", text: `export const version = "1";` },
    { path: "packages/core/src/index.ts", text: `import { x } from "./x.js";\nexport { x };` },
  ],
  "file-length": [{ path: "packages/core/src/host/a.ts", text: "x();\n".repeat(401) }],
  "file-name-is-kebab-case": [
    { path: "packages/core/src/host/ContactCenter.ts", text: "" },
    { path: "packages/core/src/host/contact_center.ts", text: "" },
  ],
  "file-name-says-what-is-in-it": [
    { path: "packages/core/src/host/utils.ts", text: "" },
    { path: "packages/core/src/spec/types.ts", text: "" },
  ],
};
