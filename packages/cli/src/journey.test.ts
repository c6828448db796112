import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { transformSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { plugboard as run } from "./__fixtures__/plugboard.js";

/** Within the repository, so that the new package's imports resolve as an author's would. */
const room = mkdtempSync(join(import.meta.dirname, "../.journey-"));
const provider = join(room, "provider-acme-mail");
const TIMEOUT_MS = 300_000;

const plugboard = (...args: string[]) => run(args, room);

async function json<Schema extends z.ZodType>(schema: Schema, ...args: string[]): Promise<z.output<Schema>> {
  const { code, out, error } = await plugboard(...args, "--json");
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${String(code)}: ${out}${error}`);
  return schema.parse(JSON.parse(out.trim().split("\n").at(-1) ?? ""));
}

/** What `npm run build` of the new package does, without looking at types: the release rehearsal types the guide's own commands. */
function build(): void {
  const source = join(provider, "src");
  for (const path of readdirSync(source, { recursive: true, encoding: "utf8" })) {
    if (!path.endsWith(".ts") || path.endsWith(".test.ts")) continue;
    const target = join(provider, "dist", path.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, transformSync(readFileSync(join(source, path), "utf8"), { loader: "ts" }).code);
  }
}

const packedSchema = z.object({ integrity: z.string(), tarball: z.string(), files: z.array(z.string()) });
const keySchema = z.object({ record: z.object({ keyId: z.string() }).loose() });

describe("a connector's way from nothing to a marketplace", () => {
  let packed: z.output<typeof packedSchema>;
  beforeAll(async () => {
    const created = await plugboard("create", "acme-mail", "--name", "Acme Mail", "--folder", provider, "--json");
    expect(created.code).toBe(0);
    build();
    const passedOn = [{ name: "Acme Hosting GmbH", country: "DE", purpose: "servers" }];
    writeFileSync(join(provider, "sub-processors.json"), JSON.stringify({ "acme-mail": passedOn }));
    packed = await json(packedSchema, "pack", provider, "--out", join(room, "acme.tgz"));
    const checked = await plugboard(
      "conform",
      provider,
      "--tarball",
      packed.tarball,
      "--evidence",
      join(room, "evidence"),
      "--json",
    );
    expect(checked.code, checked.out + checked.error).toBe(0);
    expect(JSON.parse(checked.out)).toMatchObject({ provider: "acme-mail", level: "gold", failed: 0, skipped: 0 });
    // While it goes on, it says so; its result is elsewhere.
    expect(checked.error).toContain("checking acme-mail …");
  }, TIMEOUT_MS);
  afterAll(() => rmSync(room, { recursive: true, force: true }));

  test(
    "is packed to the same bytes again, with its manifest and without tests",
    async () => {
      const { out, error } = await plugboard("pack", provider, "--out", join(room, "again.tgz"), "--json");
      expect(packedSchema.parse(JSON.parse(out)).integrity).toBe(packed.integrity);
      expect(error).toContain("reading the providers of provider-acme-mail …");
      expect(packed.files).toContain("dist/plugboard.json");
      expect(packed.files.filter((path) => path.startsWith("src/"))).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test(
    "is shown to a person without running it",
    async () => {
      const { code, out } = await plugboard("inspect", packed.tarball);
      expect(code).toBe(0);
      expect(out).toContain("data goes to Germany (DE)");
      expect(out).toContain("passes data on to Acme Hosting GmbH (DE): servers");
      expect(out).toContain("may: carries message-content (send-message)");
      expect(out).toContain("may: takes webhooks, proved by hmac-body (strong)");
    },
    TIMEOUT_MS,
  );

  test(
    "is published, verified offline, catalogued, and refused with one byte changed",
    async () => {
      const mine = await json(keySchema, "key", "--out", join(room, "publisher.pem"));
      const market = await json(keySchema, "key", "--out", join(room, "market.pem"));
      const trust = join(room, "trust.json");
      const publishers = [{ id: "acme", packages: ["provider-acme-mail"], keys: [mine.record] }];
      writeFileSync(trust, JSON.stringify({ publishers, marketplaceKeys: [market.record], needsRevocations: false }));
      const folder = join(room, "market");
      const listed = await json(
        z.object({ listing: z.string(), evidence: z.array(z.string()) }),
        ...["publish", packed.tarball, "--key", join(room, "publisher.pem"), "--publisher", "acme", "--market", folder],
        ...["--evidence", join(room, "evidence/acme-mail.json")],
      );
      expect(listed.evidence).toEqual(["acme-mail"]);
      const papers = ["--listing", listed.listing, "--trust", trust];
      const tiers = z.array(z.object({ tier: z.string(), examinedBy: z.string() }));
      const verified = await json(z.object({ verified: z.literal(true), tiers }), "verify", packed.tarball, ...papers);
      expect(verified.tiers).toEqual([{ tier: "gold", examinedBy: "publisher" }]);
      const bytes = readFileSync(packed.tarball);
      bytes[40] = (bytes[40] ?? 0) ^ 1;
      writeFileSync(join(room, "changed.tgz"), bytes);
      const refused = await plugboard("verify", join(room, "changed.tgz"), ...papers);
      expect(refused).toMatchObject({ code: 1 });
      expect(refused.out).toContain("INTEGRITY_MISMATCH");
      const index = await json(
        z.object({ entries: z.number(), refused: z.number(), page: z.string() }),
        ...["catalogue", "--market", folder, "--key", join(room, "market.pem"), "--trust", trust],
      );
      expect(index).toMatchObject({ entries: 1, refused: 0 });
      expect(readFileSync(index.page, "utf8")).toContain('href="listings/provider-acme-mail/1.0.0.html"');
      const page = readFileSync(join(folder, "listings/provider-acme-mail/1.0.0.html"), "utf8");
      for (const shown of ["Acme Mail", "Acme Hosting GmbH, Germany: servers", "Germany", ">gold<", "hmac-body"])
        expect(page).toContain(shown);
    },
    TIMEOUT_MS,
  );

  test(
    "shows what a next version reaches further",
    async () => {
      const manifest = readFileSync(join(provider, "dist/plugboard.json"), "utf8");
      const wider = join(room, "wider");
      mkdirSync(join(wider, "dist"), { recursive: true });
      writeFileSync(join(wider, "package.json"), readFileSync(join(provider, "package.json")));
      writeFileSync(
        join(wider, "dist/plugboard.json"),
        manifest
          .replaceAll('"DE"', '"US"')
          .replaceAll('"3.1"', '"3.2"')
          .replaceAll("https://api.", "https://elsewhere."),
      );
      const { code, out } = await plugboard("diff", packed.tarball, wider, "--fail-on-wider");
      expect(code).toBe(1);
      expect(out).toContain("+ acme-mail: country US");
      expect(out).toContain("- acme-mail: country DE");
      expect(out).toContain("+ acme-mail: document terms 3.2");
      expect(out).toMatch(/^ {2}\+ acme-mail: permission connect https:\/\/elsewhere\./m);
      expect(out).toMatch(/^ {2}- acme-mail: permission connect https:\/\/api\./m);
    },
    TIMEOUT_MS,
  );

  test(
    "is looked over before a channel is made of it",
    async () => {
      writeFileSync(join(room, "credentials.json"), JSON.stringify({ token: "short" }));
      const credentials = ["--credentials", join(room, "credentials.json")];
      const { code, out } = await plugboard(
        "doctor",
        provider,
        ...credentials,
        "--webhook-url",
        "http://x",
        "--offline",
      );
      expect(code).toBe(1);
      expect(out).toContain("ok   settings");
      expect(out).toMatch(/BAD {2}credentials: token: at least 8 characters; webhookSecret: expected string/);
      expect(out).toContain("BAD  webhook-url: is not https");
      expect(out).not.toContain("short");
    },
    TIMEOUT_MS,
  );
});
