import type { ConnectionV1, ProviderV1 } from "@plugboard/core/spec";
import type { ProviderFixtures, SiteAsk } from "@plugboard/provider-testkit/conformance";
import { z } from "zod";
import { livechat } from "../livechat.js";
import type { LivechatSettingsInput } from "../livechat-settings.js";
import { ChatSimulator, SIMULATED_FILE, SIMULATED_REFERENCE, SIMULATED_VISITOR } from "./chat-simulator.js";

const ORIGIN = "https://shop.example";
const simulators = new Map<string, ChatSimulator>();
const addressSchema = z.object({ publicUrl: z.string() });
let started = 0;
let asked = 0;

/** The provider as it is, with a visitor there who reads: the kit's other side comes in by the channel's own door. */
const visited: ProviderV1 = {
  ...livechat,
  open: async (connection: ConnectionV1) => {
    const simulator = simulators.get(addressSchema.safeParse(connection.settings).data?.publicUrl ?? "");
    if (simulator === undefined) return livechat.open(connection);
    const prepared = await simulator.prepare(connection);
    const instance = await livechat.open(prepared);
    await simulator.visit(prepared, instance);
    return instance;
  },
};

const settingsAt = (publicUrl: string): LivechatSettingsInput => ({
  name: "Conformance",
  origins: [ORIGIN],
  countries: ["DE"],
  publicUrl,
  limits: { maxTextLength: 20_000, messagesPerMinute: 600, sessionsPerMinuteAndAddress: 10_000 },
});

const to = [{ address: { kind: "session" as const, value: SIMULATED_VISITOR } }];
const picture = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3, 4, 5, 6, 7, 8]);

/** What the conformance kit is told of the live chat. */
export const livechatConformance: ProviderFixtures = {
  provider: visited,
  packageName: "@plugboard/provider-livechat",
  connect: (origin) => ({ settings: settingsAt(origin) }),
  credentials: {
    sessionSecret: "session-secret-of-account-1-0123456789",
    identitySecret: "identity-secret-of-account-1-0123456789",
  },
  otherCredentials: {
    sessionSecret: "session-secret-of-account-2-9876543210",
    identitySecret: "identity-secret-of-account-2-9876543210",
  },
  startSimulator: () => {
    started += 1;
    const simulator = new ChatSimulator(`https://chat-${String(started)}.kit.example`);
    simulators.set(simulator.origin, simulator);
    return Promise.resolve(simulator);
  },
  messages: [
    {
      name: "text",
      features: ["text"],
      message: {
        recipients: to,
        content: { type: "text", text: 'Grüße aus der Zitronengasse 71 👋\r\n \\" <b>&amp;</b> ' },
      },
    },
    {
      name: "named",
      features: ["text", "sender-choice", "display-names"],
      message: {
        recipients: [{ address: { kind: "session", value: SIMULATED_VISITOR, name: "Ömer Quandt 2201" } }],
        sender: { kind: "handle", value: "operator-7-of-the-desk", name: "Ann from the desk" },
        content: { type: "text", text: "Wir haben bis acht Uhr offen." },
      },
      rewritten: {
        "recipients.0.address.name": "the visitor knows their own name",
        "sender.value": "a visitor is shown who answers, not by which id the account knows them",
      },
    },
    {
      name: "picture",
      features: ["image"],
      message: {
        recipients: to,
        content: {
          type: "image",
          media: { source: "bytes", bytes: picture, contentType: "image/png" },
          caption: "Ein Bild vom Schaufenster",
        },
      },
    },
    {
      name: "document",
      features: ["document"],
      message: {
        recipients: to,
        content: {
          type: "document",
          media: { source: "bytes", bytes: new TextEncoder().encode("%PDF-1.7 kit"), contentType: "application/pdf" },
          filename: "Angebot für März.pdf",
        },
      },
    },
  ],
  site: {
    page: { method: "GET", path: "/config", headers: { origin: ORIGIN } },
    async prepare(ask, text) {
      const headers = { origin: ORIGIN, "content-type": "application/json" };
      const response = await ask({ method: "POST", path: "/sessions", headers, body: '{"language":"en"}' });
      const { token } = z.object({ token: z.string() }).parse(await response.json());
      asked += 1;
      const body = JSON.stringify({ id: `message-of-the-kit-${String(asked)}`, text });
      return { method: "POST", path: "/messages", headers: { ...headers, authorization: `Bearer ${token}` }, body };
    },
    strangers(ask) {
      const token = ask.headers["authorization"] ?? "";
      const change = (name: string, headers: Readonly<Record<string, string>>): { name: string; ask: SiteAsk } => ({
        name,
        ask: { ...ask, headers: { ...ask.headers, ...headers } },
      });
      return [
        change("without-token", { authorization: "" }),
        change("changed-token", { authorization: `${token.slice(0, -2)}AA` }),
        change("other-session", { authorization: token.replace(/Bearer ./, "Bearer _") }),
        change("simple-form", { "content-type": "text/plain" }),
        { name: "other-fields", ask: { ...ask, body: '{"id":"12345678","text":"x","by":"operator"}' } },
        { name: "deep-json", ask: { ...ask, body: '{"id":'.repeat(10_000) } },
      ];
    },
  },
  capabilities: {
    media: {
      bytes: SIMULATED_FILE.bytes,
      contentType: "text/plain",
      mediaId: `${SIMULATED_REFERENCE}.${SIMULATED_FILE.id}`,
    },
    conversationSignals: { providerMessageId: `${SIMULATED_REFERENCE}.${SIMULATED_FILE.id}` },
    subjectRights: { address: SIMULATED_VISITOR, results: { access: "done", erase: "done" } },
  },
};
