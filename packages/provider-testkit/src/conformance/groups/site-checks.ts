import type { SiteAsk } from "../fixtures/site-fixtures.js";
import type { Check } from "../kit/check.js";
import { expectThat } from "../kit/expect-that.js";
import { firstDifference } from "../kit/first-difference.js";
import type { KitContext } from "../kit/kit-context.js";
import { asBody, type Stand } from "../stand/stand.js";

const COPIES = 46;
const TEXT = '  Grüße 👋\n"quoted" \\ <b>&amp;\u202e ';

/** What a visitor hands in on the channel's own pages arrives once, as it was written, and a stranger's does not. */
export function siteChecks(context: KitContext): Check[] {
  if (!context.has("site")) return [];
  const { site } = context.fixtures;
  const check = (id: string, rule: Check["rule"], title: string, run: (stand: Stand) => Promise<void>): Check => ({
    id: `site.${id}`,
    rule,
    title,
    run: () => context.on(run),
  });
  if (site === undefined)
    return [
      check("fixtures", "capabilities", "the fixtures show the site the manifest declares", async () =>
        expectThat(false, "fixtures.site is missing"),
      ),
    ];
  context.observation.canaries.set("text of a visitor", TEXT);
  const handIn = async (stand: Stand, text: string): Promise<SiteAsk> => {
    const ask = await site.prepare((request) => visit(stand, request), text);
    await taken(await visit(stand, ask));
    return ask;
  };
  const texts = (stand: Stand) =>
    stand.received.map(({ event }) => (event.type === "message" ? event.text : undefined));
  const checks = [
    check("page", "capabilities", "the page is there, sets no cookie, and says what it is", async (stand) => {
      const response = await visit(stand, site.page);
      expectThat(response.status === 200, `answered ${response.status}`);
      expectThat(response.headers.get("set-cookie") === null, "it sets a cookie");
      expectThat(response.headers.get("x-content-type-options") === "nosniff", "its type may be guessed at");
      expectThat((await response.text()) !== "", "it is empty");
    }),
    check("text", "inbound-events", "a visitor's text arrives as it was written", async (stand) => {
      await handIn(stand, TEXT);
      await stand.until(() => stand.isHandled());
      expectThat(texts(stand).join("\u0000") === TEXT, "another text arrived");
    }),
    check("read-again", "inbound-events", "a submission is read again to the same events", async (stand) => {
      await handIn(stand, TEXT);
      await stand.until(() => stand.isHandled());
      const { lastRaw: raw, instance } = stand;
      expectThat(raw !== undefined && instance?.inboundEvents !== undefined, "it was not parsed");
      const [first, second] = [await instance.inboundEvents.doParse(raw), await instance.inboundEvents.doParse(raw)];
      expectThat(firstDifference(first, second) === undefined, "two readings differ");
    }),
    check("copies", "deduplication", `${COPIES} copies, most at once: each acknowledged, shown once`, async (stand) => {
      const ask = await handIn(stand, "copied");
      const answers = await Promise.all(Array.from({ length: COPIES - 1 }, () => visit(stand, ask)));
      for (const answer of answers) await taken(answer);
      await stand.quiet();
      expectThat(stand.received.length === 1, `shown ${stand.received.length} times`);
    }),
    check("two-are-two", "deduplication", "two submissions of the same text are shown twice", async (stand) => {
      for (let time = 0; time < 2; time += 1) await handIn(stand, "the same");
      await stand.quiet();
      expectThat(stand.received.length === 2, `shown ${stand.received.length} times`);
    }),
  ];
  const strangers = (ask: SiteAsk) => [
    ...kitStrangers(ask),
    ...(site.strangers?.(ask) ?? []).map(({ name, ask: stranger }) => [name, stranger] as const),
  ];
  const NOTHING: SiteAsk = { method: "POST", path: "", headers: {}, body: "" };
  return [
    ...checks,
    ...strangers(NOTHING).map(([name]) =>
      check(
        `stranger-${name}`,
        "forgeries",
        `a stranger's (${name}) is refused, and nothing is recorded`,
        async (stand) => {
          const ask = await site.prepare((request) => visit(stand, request), TEXT);
          const [, stranger] = strangers(ask).find(([one]) => one === name) ?? [];
          expectThat(stranger !== undefined, "the fixtures made none");
          const response = await visit(stand, stranger);
          const text = await response.text();
          expectThat(response.status >= 400 && response.status < 500, `answered ${response.status}`);
          expectThat(response.headers.get("set-cookie") === null, "it sets a cookie");
          expectThat(!text.includes("</b>&amp;amp;"), "it quotes what was sent");
          expectThat(stand.recorded === 0, "it was recorded");
        },
      ),
    ),
  ];
}

function kitStrangers(ask: SiteAsk): (readonly [string, SiteAsk])[] {
  const { origin: _origin, ...headers } = ask.headers;
  const change = (name: string, changed: Partial<SiteAsk>): readonly [string, SiteAsk] => [
    name,
    { ...ask, ...changed },
  ];
  return [
    change("without-origin", { headers }),
    change("other-origin", { headers: { ...headers, origin: "https://stranger.example" } }),
    change("null-origin", { headers: { ...headers, origin: "null" } }),
    change("empty-body", { body: "" }),
    change("other-body", { body: "[1]" }),
    change("bad-bytes", { body: new Uint8Array([0xff, 0xfe, 0x00]) }),
    change("too-large", { body: new Uint8Array(40_000_000) }),
  ];
}

function visit(stand: Stand, { method, path, headers, body }: SiteAsk): Promise<Response> {
  const url = `https://pages.example.com/sites/${stand.channelId}${path}`;
  const request = new Request(url, { method, headers, ...(body === undefined ? {} : { body: asBody(body) }) });
  return stand.center.fetch(request, { clientAddress: "192.0.2.1" });
}

async function taken(response: Response): Promise<void> {
  const text = await response.text();
  expectThat(response.status >= 200 && response.status < 400, `answered ${response.status} ${text.slice(0, 80)}`);
}
