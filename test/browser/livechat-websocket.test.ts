import { expect, onTestFinished, test } from "vitest";
import { type ChatPage, openChat } from "./livechat/open-chat.js";
import { type ChatSite, type ChatSiteOptions, startChatSite } from "./livechat/start-chat-site.js";
import { talkAcrossAKill } from "./livechat/talk-across-a-kill.js";
import { openBrowser } from "./open-browser.js";

const LIMIT_MS = 60_000;
const patient = { timeout: 15_000 };

/** A page whose chat asks for a WebSocket, and says on its title which way its chat took. */
const page = (
  script: string,
): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>-</title></head><body>
<plugboard-chat transport="websocket"></plugboard-chat><script type="module" src="${script}"></script>
<script type="module" src="data:text/javascript,${encodeURIComponent('addEventListener("plugboard-chat-transport", ({ detail }) => { document.title += detail.transport + "-"; });')}"></script>
</body></html>`;

async function start(options?: ChatSiteOptions): Promise<ChatSite> {
  const site = await startChatSite({ page, ...options });
  onTestFinished(() => site.close());
  return site;
}

openBrowser("live chat over a WebSocket", (browser) => {
  const open = async (
    site: ChatSite,
  ): Promise<ChatPage & { readonly sockets: string[]; readonly streams: string[] }> => {
    const sockets: string[] = [];
    const streams: string[] = [];
    const chat = await openChat(browser(), site, {
      before: (opened) => {
        opened.on("websocket", (socket) => void sockets.push(socket.url()));
        opened.on("request", (request) => {
          if (request.url().endsWith("/events")) streams.push(request.url());
        });
      },
    });
    onTestFinished(() => chat.close());
    return { ...chat, sockets, streams };
  };

  test(
    "texts go both ways on a page with a strict policy; the address of the socket tells nothing",
    async () => {
      const site = await start({
        sockets: true,
        headers: {
          "content-security-policy":
            "default-src 'none'; script-src http://127.0.0.1:* data:; connect-src http://127.0.0.1:* ws://127.0.0.1:*; require-trusted-types-for 'script'; trusted-types 'none'",
        },
      });
      const { page: shown, say, messages, sockets, streams, errors, foreign } = await open(site);
      await say("hello");
      const session = await site.sessionOf("hello");
      for (let round = 0; round < 3; round += 1) {
        await site.answer(session, `answer ${String(round)}`);
        await say(`word ${String(round)}`);
        await site.sessionOf(`word ${String(round)}`);
      }
      await expect.poll(messages, patient).toHaveLength(7);
      expect(await shown.title()).toBe("-websocket-");
      expect([streams, errors, foreign]).toEqual([[], [], []]);
      expect(sockets).toEqual([`${site.chatOrigin.replace("http", "ws")}/sites/chat/events`]);
    },
    LIMIT_MS,
  );

  test(
    "the server is killed and started again: nothing said on either side is lost or shown twice",
    async () => {
      const { sockets } = await talkAcrossAKill(await start(), open);
      expect(sockets.length).toBeGreaterThan(1);
    },
    LIMIT_MS,
  );

  test(
    "where the upgrade is refused the chat works all the same, and the page is told which way",
    async () => {
      const site = await start({ sockets: false });
      const { page: shown, say, messages, sockets, streams } = await open(site);
      await say("hello");
      await site.answer(await site.sessionOf("hello"), "good day");
      await expect.poll(messages, patient).toEqual(["hello", "good day"]);
      expect(await shown.title()).toBe("-events-");
      expect([sockets.length > 0, streams.length > 0]).toEqual([true, true]);
    },
    LIMIT_MS,
  );
});
