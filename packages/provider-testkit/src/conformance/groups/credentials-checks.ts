import type { HttpRequestV1 } from "@plugboard/core/spec";
import { reachableTexts } from "../../personal-data/reachable-texts.js";
import type { MessageParts } from "../fixtures/sample-message.js";
import type { Check } from "../kit/check.js";
import { expectThat } from "../kit/expect-that.js";
import type { KitContext } from "../kit/kit-context.js";
import { secretsIn } from "../kit/secrets-in.js";
import type { ChannelOfStand, Stand } from "../stand/stand.js";

const ANOTHER: ChannelOfStand = { accountId: "another-account", channelId: "channel-of-another" };

/** Something asked of the provider with a channel's credentials. @returns whether the provider did it, and who is to blame where it did not. */
type Ask = (stand: Stand, channel: ChannelOfStand) => Promise<Asked>;
interface Asked {
  readonly done: boolean;
  /** Absent where another rule asks for it: of a probe. */
  readonly party?: string;
}

/**
 * What a provider proves itself with is the account's of this moment (R22). The simulator knows the first credentials alone: after they changed, and
 * for another account, it must refuse.
 */
export function credentialsChecks(context: KitContext): Check[] {
  const { fixtures } = context;
  const asks = waysToAsk(context);
  // Where there is no other side nobody is shown any.
  if (!context.hasOtherSide || asks.length === 0) return [];
  // Without credentials there are none to remember.
  const hasSecrets = [...secretsIn(fixtures.credentials)].length > 0;
  const check = (what: string, title: string, run: (stand: Stand, ask: Ask) => Promise<void>): Check[] =>
    asks.map(([how, ask]) => ({
      id: `credentials.${what}-${how}`,
      rule: "credentials",
      title,
      run: () => (hasSecrets ? context.on((stand) => run(stand, ask)) : undefined),
    }));
  return [
    ...check("changed", "after a change the old credentials are shown to nobody", async (stand, ask) => {
      expectDone(await ask(stand, stand.own));
      const before = context.observation.calls.length;
      // Those of before are still taken from the provider, and are never to be sent to it.
      stand.credentials = { current: fixtures.otherCredentials, previous: fixtures.credentials };
      expectRefused(await ask(stand, stand.own));
      const calls = context.observation.calls.slice(before).filter(({ standId }) => standId === stand.standId);
      const texts = calls.flatMap(({ request }) => textsOf(request));
      const shown = oldSecrets(context, stand).filter(([, secret]) => texts.some((text) => text.includes(secret)));
      expectThat(shown.length === 0, () => `shown still: ${shown.map(([name]) => name).join(", ")}`);
    }),
    ...check("of-another", "one account's credentials serve no other account", async (stand, ask) => {
      expectDone(await ask(stand, stand.own));
      const { settings } = fixtures.connect(stand.simulator?.origin ?? "");
      await stand.activateChannel(ANOTHER.channelId, ANOTHER.accountId, settings);
      expectRefused(await ask(stand, ANOTHER));
    }),
  ];
}

/** Sending and probing, as far as the provider does them: each may keep something of its own. */
function waysToAsk(context: KitContext): (readonly [string, Ask])[] {
  const ways: (readonly [string, Ask])[] = [];
  const parts = context.has("outboundMessages") ? withoutWindow(context) : undefined;
  if (parts !== undefined)
    ways.push([
      "send",
      async (stand, channel) => {
        const { messageId, status } = await stand.send(parts, channel);
        const { outcome } = context.observation.sends.findLast((send) => send.messageId === messageId) ?? {};
        return { done: status.state === "received", party: outcome && "party" in outcome ? outcome.party : "nobody" };
      },
    ]);
  if (context.has("probe"))
    ways.push([
      "probe",
      async ({ center }, { accountId, channelId }) => {
        const { state } = await center.channels.probe(accountId, channelId);
        return { done: state === "operational" };
      },
    ]);
  return ways;
}

/** A message that needs nobody to have written before, as nobody wrote to the other account. */
function withoutWindow({ fixtures, manifest }: KitContext): MessageParts | undefined {
  const window = manifest.content?.serviceWindow;
  return fixtures.messages.find(({ message }) => window?.always.includes(message.content.type) ?? true)?.message;
}

function expectDone({ done, party }: Asked): void {
  expectThat(done, `refused with the right credentials, party ${party ?? "not asked"}`);
}

function expectRefused({ done, party }: Asked): void {
  expectThat(!done, "it was taken, with credentials the account does not have");
  expectThat(party === undefined || party === "account", `blames ${party ?? "nobody"}`);
}

/** What is not in the settings too: that is no secret. */
function oldSecrets({ fixtures }: KitContext, { simulator }: Stand): (readonly [string, string])[] {
  const known = JSON.stringify([fixtures.connect(simulator?.origin ?? "").settings, fixtures.otherCredentials]);
  return [...secretsIn(fixtures.credentials)].filter(([, secret]) => !known.includes(secret));
}

/** Every text of a request, in clear where it is a form's, an address's or a login's. */
function textsOf(request: HttpRequestV1): string[] {
  return [...reachableTexts(request)].flatMap(({ text }) => {
    const login = /^basic +(\S+)$/i.exec(text)?.[1];
    return [text, decode(text), ...(login === undefined ? [] : [Buffer.from(login, "base64").toString("utf8")])];
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not percent-encoded
  }
}
