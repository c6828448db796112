import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createContactCenter, type ContactCenter } from "@plugboard/core";
import { memorySecrets } from "@plugboard/core/memory";
import { ContactCenterError, type OutboundMessageInput } from "@plugboard/core/spec";
import { createHttpProvider, personalDataCanaries, personalDataProbe } from "@plugboard/provider-testkit";
import { sqliteStore } from "@plugboard/store-sqlite";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, type TestContext } from "vitest";

/**
 * Bad input through the public face of a host with its default store: each is answered in a typed way, with code, rule and what to do, and without
 * anything of the person, of the content or of a secret, in the error, its causes and whatever the host said of it meanwhile.
 */
const canaries = personalDataCanaries;
const act = { actor: "ann", authority: "administrator", at: "2026-11-21T00:00:00Z" } as const;
/** A process compiled as it starts, beside other work. */
const BUSY_MS = 90_000;
const settings = { baseUrl: "http://127.0.0.1:9", countries: ["DE"] };

const folders: string[] = [];
afterAll(() => folders.forEach((path) => rmSync(path, { recursive: true, force: true })));

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "plugboard-bad-input-"));
  folders.push(path);
  return path;
}

/** What a host said while a test ran: events and log lines. */
const said: unknown[] = [];
const say = (...line: unknown[]): void => void said.push(line);

async function startHost(path = join(folder(), "store.db")): Promise<ContactCenter> {
  said.length = 0;
  const center = await createContactCenter({
    store: sqliteStore(path),
    authority: { unchecked: "a test" },
    providers: [createHttpProvider()],
    secrets: memorySecrets({ key: { apiKey: canaries.apiKey, webhookSecret: canaries.webhookSecret } }),
    egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.0/8"], dangerouslyAllowPlainText: ["127.0.0.1"] },
    logger: { debug: say, info: say, warn: say, error: say },
  });
  for (const name of ["message-accepted", "message-refused", "channel-activated"] as const) center.on(name, say);
  return center;
}

async function activate(
  center: ContactCenter,
  changes: { channelId?: string; providerId?: string; settings?: object } = {},
) {
  const what = { accountId: "acme", channelId: "c1", providerId: "http", settings, secret: "key", ...changes };
  const shown = center.channels.disclosure("http", settings);
  const accepted = { shown, instructed: act, termsAccepted: act };
  return center.channels.activate({ ...what, ...accepted, residency: { zones: ["EEA"] } });
}

const message = (changes: Partial<OutboundMessageInput> = {}): OutboundMessageInput => ({
  accountId: "acme",
  channelId: "c1",
  // Far in the future: what is looked at here is what is taken in, not what is sent.
  notBeforeAt: "2099-01-01T00:00:00Z",
  expiresAt: "2099-01-02T00:00:00Z",
  recipients: [{ address: { kind: "phone", value: canaries.phone } }],
  content: { type: "text", text: canaries.text },
  metadata: { [canaries.accountNumber]: canaries.session },
  ...changes,
});

/** A thrown error with everything an integrator acts on, and nothing personal. @returns it. */
async function expectError(failing: Promise<unknown>, code: string): Promise<ContactCenterError> {
  const error: unknown = await failing.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!ContactCenterError.isInstance(error)) throw new Error(`no typed error, but ${typeof error}`);
  expect(error.code).toBe(code);
  expect(error.rule).toMatch(/^R\d+$/);
  expect(error.remedy.length).toBeGreaterThan(20);
  expect(error.message).toContain(error.remedy);
  expect(personalDataProbe(canaries).search([error, error.stack, said])).toEqual([]);
  return error;
}

/** A refusal, which is a value, with the same. */
async function expectRefusal(sending: ReturnType<ContactCenter["send"]>, code: string): Promise<void> {
  const result = await sending;
  if (result.accepted) throw new Error("it was accepted");
  expect(result.refusal).toMatchObject({ code, rule: expect.stringMatching(/^R\d+$/) as unknown });
  expect(result.refusal.remedy.length).toBeGreaterThan(20);
  expect(personalDataProbe(canaries).search([result, said])).toEqual([]);
}

describe("a running host answers", () => {
  let center: ContactCenter;
  beforeAll(async () => {
    center = await startHost();
    await activate(center);
  });
  afterAll(() => center.close({ graceMs: 0 }));

  test("an unknown provider", async () => {
    const error = await expectError(activate(center, { channelId: "c2", providerId: "nobody" }), "PROVIDER_UNKNOWN");
    expect(error.details["registered"]).toEqual(center.providers.list().map(({ manifest }) => manifest.id));
  });

  test("invalid settings are named by field, without their values", async () => {
    const wrong = { baseUrl: canaries.email, countries: [canaries.phone], [canaries.handle]: canaries.password };
    const error = await expectError(activate(center, { channelId: "c2", settings: wrong }), "SETTINGS_INVALID");
    expect(error.details["issues"]).toEqual(expect.arrayContaining([expect.stringContaining("countries.0")]));
  });

  test("a content that the channel does not carry", async () => {
    const content = { type: "email", subject: canaries.subject, text: canaries.text } as const;
    await expectRefusal(center.send(message({ content })), "CONTENT_UNSUPPORTED");
  });

  test("a content larger than the channel takes", async () => {
    const long = { type: "text", text: canaries.text.repeat(40) } as const;
    await expectRefusal(center.send(message({ content: long })), "CONTENT_TOO_LARGE");
  });

  test("a bad address is named by its place", async () => {
    const bad = { address: { kind: "phone", value: `${canaries.phone} or ${canaries.senderPhone}` } } as const;
    const error = await expectError(center.send(message({ recipients: [bad] })), "MESSAGE_INVALID");
    expect(error.details["issues"]).toEqual([expect.stringMatching(/^recipients\.0\.address\.value: /)]);
  });

  test("an address of a kind that the channel does not reach", async () => {
    const elsewhere = { address: { kind: "email", value: canaries.email } } as const;
    await expectRefusal(center.send(message({ recipients: [elsewhere] })), "ADDRESS_KIND_UNSUPPORTED");
  });

  test("an idempotency key that was used with another content", async () => {
    const idempotencyKey = `order-of-${canaries.email}`;
    const first = await center.send(message({ idempotencyKey }));
    const other = center.send(message({ idempotencyKey, content: { type: "text", text: canaries.subject } }));
    const { details } = await expectError(other, "IDEMPOTENCY_CONFLICT");
    expect(first).toMatchObject({ accepted: true, messageId: details["messageId"] });
  });
});

test("a host that was closed", async () => {
  const center = await startHost();
  await activate(center);
  await center.close({ graceMs: 0 });
  await expectError(center.send(message()), "HOST_CLOSED");
});

test("a corrupt database", async () => {
  const path = join(folder(), "store.db");
  writeFileSync(path, `${canaries.name} ${canaries.email}\n`.repeat(500), { mode: 0o600 });
  await expectError(startHost(path), "STORE_CORRUPT");
});

test("a second process", { timeout: BUSY_MS }, async () => {
  const path = join(folder(), "store.db");
  const script = `import { sqliteStore } from "@plugboard/store-sqlite";
    const store = sqliteStore(${JSON.stringify(path)}); await store.open(); console.log("open"); process.stdin.resume();`;
  const node = ["--conditions=@plugboard/source", "--import", "tsx", "--input-type=module", "-e", script];
  const first = spawn(process.execPath, node, { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void first.kill("SIGKILL"));
  await once(first.stdout, "data");
  const error = await expectError(startHost(path), "STORE_LOCKED");
  expect(error.details["processId"]).toBe(first.pid);
});

test("a full disk, which the host outlives", async (context) => {
  const disk = smallDisk(context, 1_024);
  const filler = join(disk, "filler");
  writeFileSync(filler, Buffer.alloc(300 * 1_024));
  const center = await startHost(join(disk, "store.db"));
  onTestFinished(() => center.close({ graceMs: 0 }));
  await activate(center);
  const filling = async (): Promise<never> => {
    for (;;) {
      const results = await Promise.all(Array.from({ length: 20 }, () => center.send(message())));
      if (!results.every(({ accepted }) => accepted)) throw new Error("refused");
    }
  };
  expect(await expectError(filling(), "STORE_FULL")).toMatchObject({ retryable: true });
  rmSync(filler);
  expect(await center.send(message())).toMatchObject({ accepted: true });
});

/** A file system of its own, or the test is skipped, where that is not permitted. */
function smallDisk({ skip }: TestContext, sizeKb: number): string {
  const path = join(folder(), "disk");
  mkdirSync(path);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${String(sizeKb)}k,mode=700`, "tmpfs", path]);
  if (mounted.status !== 0) skip("mounting a tmpfs needs root");
  onTestFinished(() => void spawnSync("umount", ["-l", path]));
  return path;
}
