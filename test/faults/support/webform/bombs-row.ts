import { connect } from "node:net";
import type { FaultRow } from "../../fault-row.js";
import { startBombedHost } from "../bombs/start-bombed-host.js";
import { LONGEST_STALL_MS, throwBomb } from "../bombs/throw-bomb.js";
import { watchGrowth } from "../bombs/watch-growth.js";
import { bombs } from "../c/bombs.js";
import { postRaw } from "../c/post-raw.js";
import { FormVisitor } from "./form-visitor.js";

const MAIN = new URL("./bombed-form-main.ts", import.meta.url);
const FORM = "application/x-www-form-urlencoded";
const MULTIPART = "multipart/form-data; boundary=bbbbbbbbbb";

/** Bodies for whoever reads forms, beside those for whoever reads webhooks. */
function formBombs() {
  const head = 'Content-Disposition: form-data; name="message"';
  const text = (name: string, contentType: string, body: string) => ({ name, contentType, body: Buffer.from(body) });
  return [
    ...bombs(),
    text("escapes without end", FORM, "message=" + "%41".repeat(2_500_000)),
    text("half escapes", FORM, "message=" + "%".repeat(4_000_000)),
    text("a million empty pairs", FORM, "&".repeat(1_000_000)),
    text("names of every object", FORM, "__proto__=1&constructor=2&prototype[polluted]=1&__proto__[polluted]=1"),
    text("boundaries in a row", MULTIPART, "--bbbbbbbbbb\r\n".repeat(500_000)),
    text(
      "near boundaries",
      MULTIPART,
      `--bbbbbbbbbb\r\n${head}\r\n\r\n${"\r\n--bbbbbbbbb".repeat(500_000)}\r\n--bbbbbbbbbb--`,
    ),
    text("a head without end", MULTIPART, `--bbbbbbbbbb\r\n${"x".repeat(8_000_000)}`),
    text("many heads", MULTIPART, `--bbbbbbbbbb\r\n${"a: b\r\n".repeat(500_000)}\r\n\r\nx\r\n--bbbbbbbbbb--`),
    text(
      "parts within parts",
      MULTIPART,
      `--bbbbbbbbbb\r\ncontent-type: multipart/mixed; boundary=c\r\n${head}\r\n\r\n${"--c\r\n\r\nx\r\n".repeat(100_000)}--c--\r\n--bbbbbbbbbb--`,
    ),
  ];
}

export const bombsRow: FaultRow = {
  row: "C6",
  provider: "webform",
  title:
    "form bombs and 200 slow bodies: refused, no stall over 100 ms, no growth, no pollution, true posts taken meanwhile",
  run: async ({ sample, mutant, report }) => {
    const host = await startBombedHost(MAIN, [mutant ? "careless" : ""]);
    try {
      const { form = "", shop = "" } = host.ready;
      const visitor = new FormVisitor({ form, shop, handled: [] });
      const url = new URL(form);
      const [port, path] = [Number(url.port), url.pathname];
      await visitor.post({ _token: await visitor.token() });
      const all = formBombs();
      const hasGrown = await watchGrowth(host, report);
      let bad = 0;
      for (const { name, contentType, body } of all) {
        const headers = { "content-type": contentType, origin: shop };
        const { status, longestStallMs, isPolluted } = await throwBomb(host, () =>
          postRaw({ port, path, body, headers }),
        );
        const isRefused = status === 0 || (status >= 400 && status < 500);
        if (isRefused && longestStallMs <= LONGEST_STALL_MS && !isPolluted) continue;
        bad += 1;
        report(`${name}: ${status}, stalled ${longestStallMs.toFixed(0)} ms`);
      }
      if (await hasGrown()) bad += 1;
      const sockets = Array.from({ length: sample ? 80 : 200 }, () => {
        const socket = connect(port, "127.0.0.1");
        socket.on("error", () => socket.destroy());
        socket.write(`POST ${path} HTTP/1.1\r\nhost: h\r\ncontent-length: 1000\r\norigin: ${shop}\r\n\r\na`);
        return socket.resume();
      });
      await new Promise((resolve) => setTimeout(resolve, 500));
      let lost = 0;
      for (let index = 0; index < 10; index += 1) {
        const fields = { _token: await visitor.token() };
        if ((await visitor.post(fields)) !== 200 && (await visitor.post(fields)) !== 200) lost += 1;
      }
      for (const socket of sockets) socket.destroy();
      return { tried: all.length + sockets.length, lost: mutant ? 0 : lost, duplicated: 0, letIn: bad };
    } finally {
      await host.close();
    }
  },
};
