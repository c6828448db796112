import { type Socket, connect } from "node:net";
import { connect as connectTls } from "node:tls";
import { describe, expect, onTestFinished, test } from "vitest";
import { testAuthority } from "../certificates/test-certificates.js";
import { smtpFaultCases } from "./smtp-fault-cases.js";
import type { SmtpScript } from "./smtp-script.js";
import {
  type FaultySmtpServer,
  type FaultySmtpServerOptions,
  startFaultySmtpServer,
} from "./start-faulty-smtp-server.js";

async function start(options: FaultySmtpServerOptions = {}): Promise<FaultySmtpServer> {
  const server = await startFaultySmtpServer(options);
  onTestFinished(() => server.close());
  return server;
}

/** Says lines one after the other, each after an answer, and tells how the server ended it. */
async function talk(socket: Socket, lines: readonly string[]): Promise<{ answers: string[]; end: string }> {
  const answers: string[] = [];
  const waiting = [...lines];
  const end = await new Promise<string>((resolve) => {
    let text = "";
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      for (
        let match = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(text);
        match;
        match = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(text)
      ) {
        text = text.slice(match[0].length);
        answers.push(match[0].slice(0, 3));
        const next = waiting.shift();
        if (next === undefined) resolve("said all");
        else socket.write(`${next}\r\n`);
      }
    });
    socket.on("end", () => resolve("FIN"));
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.name));
  });
  socket.destroy();
  return { answers, end };
}

const dial = (server: FaultySmtpServer) => connect({ port: server.port, host: "127.0.0.1" });
const message = ["EHLO x", "MAIL FROM:<a@example.org>", "RCPT TO:<b@example.org>", "DATA"];
const body = "Message-ID: <1@x>\r\n\r\nhello\r\n.";

test("takes a message and goes through the whole dialog", async () => {
  const server = await start();
  const { answers } = await talk(dial(server), [...message, body, "QUIT"]);
  expect(answers).toEqual(["220", "250", "250", "250", "354", "250", "221"]);
  expect(server.log.processed).toMatchObject([{ identity: "<1@x>" }]);
});

test("the same Message-ID twice is a duplicate, whatever else differs", async () => {
  const server = await start();
  await talk(dial(server), [...message, body]);
  await talk(dial(server), [...message, body.replace("hello", "hello again")]);
  expect([server.log.processed.length, server.log.duplicates]).toEqual([2, 1]);
});

describe("the end of a message", () => {
  test.each<[string, SmtpScript["end-of-data"], string, number]>([
    ["closed before it is taken", { act: "close" }, "FIN", 0],
    ["closed after it is taken", { act: "close", taken: true }, "FIN", 1],
    ["reset before it is taken", { act: "reset" }, "ECONNRESET", 0],
    ["reset after it is taken", { act: "reset", taken: true }, "ECONNRESET", 1],
    ["refused", { act: "reply", text: "554 no" }, "said all", 0],
  ])("%s", async (_name, action, end, taken) => {
    const server = await start({ script: () => ({ "end-of-data": action! }) });
    const told = await talk(dial(server), [...message, body]);
    expect([told.end, server.log.processed.length]).toEqual([end, taken]);
  });
});

test("without a recipient there is no DATA", async () => {
  const server = await start({ script: () => ({ rcpt: { act: "reply", text: "550 5.1.1 nobody" } }) });
  const { answers } = await talk(dial(server), message);
  expect(answers).toEqual(["220", "250", "250", "550", "503"]);
});

test("STARTTLS turns the connection over and what follows is encrypted", async () => {
  const server = await start({ startTls: "valid" });
  const plain = dial(server);
  await new Promise<void>((resolve) => {
    let answers = 0;
    plain.on("data", (chunk: Buffer) => {
      answers += chunk.toString().match(/^\d{3} /gm)?.length ?? 0;
      if (answers === 1) plain.write("EHLO x\r\n");
      else if (answers === 2) plain.write("STARTTLS\r\n");
      else resolve();
    });
  });
  plain.removeAllListeners("data");
  const secure = connectTls({ socket: plain, ca: testAuthority, servername: "localhost" });
  secure.once("secureConnect", () => secure.write("NOOP\r\n"));
  expect((await talk(secure, [])).answers).toEqual(["250"]);
  expect(server.verbs.map(({ verb, encrypted }) => `${verb} ${encrypted}`)).toEqual([
    "EHLO false",
    "STARTTLS false",
    "NOOP true",
  ]);
});

test("the cases have names of their own and reach every verb with 4xx, 5xx and each way to drop", () => {
  expect(new Set(smtpFaultCases.map(({ name }) => name)).size).toBe(smtpFaultCases.length);
  for (const stage of ["greeting", "ehlo", "auth", "mail", "rcpt", "data", "end-of-data"]) {
    const names = smtpFaultCases.map(({ name }) => name).filter((name) => name.startsWith(stage));
    for (const kind of [/-4\d\d/, /-5\d\d/, /-close$/, /-reset$/, /-silence$/])
      expect(
        names.filter((name) => kind.test(name)),
        `${stage} ${String(kind)}`,
      ).not.toEqual([]);
  }
});
