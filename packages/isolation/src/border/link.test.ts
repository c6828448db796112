import { duplexPair } from "../__fixtures__/duplex-pair.js";
import { describe, expect, test } from "vitest";
import { Link, type LinkEnd, type LinkHandlers, type LinkLimits } from "./link.js";

const LIMITS = {
  maxBatchBytes: 8_192,
  maxTextBytes: 4_096,
  longestSent: 2_048,
  maxAsked: 3,
  maxAskedPerSecond: 5,
  maxToldPerSecond: 5,
  unaskedWeight: 1,
};
const none: Omit<LinkHandlers, "ended"> = { asked: () => undefined, told: () => undefined };

/** A link, and the raw other end of its stream. */
function linkWith(handlers: Partial<LinkHandlers> = {}, limits: Partial<LinkLimits> = {}, now?: () => number) {
  const [ours, theirs] = duplexPair();
  const ends: LinkEnd[] = [];
  const link = new Link(
    ours,
    { ...none, ended: (reason) => void ends.push(reason), ...handlers },
    { ...LIMITS, ...limits },
    () => new Error("lost"),
    now,
  );
  return { link, theirs, ends };
}

/** One whose seconds pass when a test says so. */
function clocked(handlers: Partial<LinkHandlers> = {}) {
  const clock = { nowMs: 1_000_000 };
  return { clock, ...linkWith(handlers, { maxAsked: 1_000 }, () => clock.nowMs) };
}

/** Two links that speak to each other. */
function linked(handlers: Partial<LinkHandlers>) {
  const [ours, theirs] = duplexPair();
  const lost = () => new Error("lost");
  const link = new Link(ours, { ...none, ended: () => undefined }, LIMITS, lost);
  const other = new Link(theirs, { ...none, ended: () => undefined, ...handlers }, LIMITS, lost);
  return { link, other };
}

function batch(text: string, tail = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(Buffer.byteLength(text), 0);
  head.writeUInt32BE(tail.byteLength, 4);
  return Buffer.concat([head, Buffer.from(text), tail]);
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("what leaves", () => {
  const written = (data: readonly unknown[]) => {
    const { link, theirs } = linkWith();
    const chunks: Buffer[] = [];
    theirs.on("data", (chunk: Buffer) => chunks.push(chunk));
    for (const one of data) link.tell("told", one);
    return { chunks, link };
  };

  test("in one round of the event loop is one write, whichever turn it was sent in", async () => {
    const { chunks, link } = written([{ number: 1 }]);
    await Promise.resolve();
    link.tell("told", { number: 2 });
    await turn();
    await turn();
    expect(chunks.length).toBe(1);
  });

  test("is not gathered beyond a megabyte, so that many long ones never make a batch nobody takes", async () => {
    const { chunks } = written(Array.from({ length: 5 }, () => ({ bytes: new Uint8Array(700_000) })));
    await turn();
    await turn();
    expect(Math.max(...chunks.map(({ byteLength }) => byteLength))).toBeLessThan(1_048_576);
  });

  test("are the bytes as they were when they were sent", async () => {
    const bytes = Uint8Array.from([1, 2, 3]);
    const { chunks } = written([{ bytes }]);
    bytes.fill(9);
    await turn();
    await turn();
    expect([...Buffer.concat(chunks).subarray(-3)]).toEqual([1, 2, 3]);
  });
});

describe("questions and answers", () => {
  test("cross both ways, many at once, each to its own asker", async () => {
    const { link } = linked({ asked: (method, data) => Promise.resolve([method, data]) });
    const answers = await Promise.all(["a", "b", "c"].map((method, index) => link.ask(method, { index })));
    expect(answers).toEqual([
      ["a", { index: 0 }],
      ["b", { index: 1 }],
      ["c", { index: 2 }],
    ]);
  });

  test("what is no data fails alone, beside one that is", async () => {
    const { link } = linked({ asked: (_method, data) => data });
    const bad = link.ask("bad", { value: 1n });
    const good = link.ask("good", { value: 1 });
    await expect(bad).rejects.toMatchObject({ name: "NotDataError" });
    expect(await good).toEqual({ value: 1 });
  });

  test("what is too much at once fails alone, and short of it nothing does", async () => {
    const { link } = linked({
      asked: (_method, data) => (data === "short" ? "a" : Array.from({ length: 2_000 }, () => 1)),
    });
    await expect(link.ask("bad", "long")).rejects.toMatchObject({ name: "NotDataError" });
    expect(await link.ask("good", "short")).toBe("a");
  });

  test("an error crosses by the name of its class, without its text", async () => {
    const { link } = linked({ asked: () => Promise.reject(new RangeError("secret-canary")) });
    const failure: unknown = await link.ask("a", {}).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "RangeError" });
    expect(String((failure as Error).stack)).not.toContain("secret-canary");
  });

  test("all that are open fail when the other side goes", async () => {
    const { link, other } = linked({ asked: () => new Promise(() => undefined) });
    const asking = link.ask("a", {});
    await turn();
    other.close();
    await expect(asking).rejects.toThrow("lost");
    await expect(link.ask("b", {})).rejects.toThrow("lost");
  });
});

describe("a turn of the event loop", () => {
  const MANY = { maxAsked: 1_000_000, maxAskedPerSecond: 1_000_000, maxToldPerSecond: 1_000_000 };
  const LONG = { ...LIMITS, ...MANY, maxBatchBytes: 10_000_000, maxTextBytes: 10_000_000 };
  const tell = '{"kind":"tell","method":"log"}';
  const many = (count: number, text = tell) => batch(`[${Array.from({ length: count }, () => text).join(",")}]`);

  /** How many were told in each turn, until all were or the link ended. */
  async function toldByTurn(sent: Buffer, count: number): Promise<{ told: number[]; ends: LinkEnd[] }> {
    const [ours, theirs] = duplexPair();
    const [told, ends]: [number[], LinkEnd[]] = [[0], []];
    const onTold = () => (told[told.length - 1] = (told.at(-1) ?? 0) + 1);
    const handlers = { ...none, told: onTold, ended: (reason: LinkEnd) => void ends.push(reason) };
    new Link(ours, handlers, LONG, () => new Error("lost"));
    theirs.write(sent);
    while (ends.length === 0 && told.reduce((sum, one) => sum + one, 0) < count) {
      await turn();
      told.push(0);
    }
    return { told, ends };
  }

  test("handles a bounded number of frames, however many came at once", async () => {
    const { told } = await toldByTurn(many(1_000), 1_000);
    expect(Math.max(...told)).toBeLessThanOrEqual(128);
  });

  /** How many questions were taken in each turn, of 200 that came at once; so many of ours are open meanwhile. */
  async function askedByTurn(unaskedWeight: number, ours: number): Promise<number[]> {
    const [left, theirs] = duplexPair();
    const asked: number[] = [0];
    const onAsked = () => (asked[asked.length - 1] = (asked.at(-1) ?? 0) + 1);
    const handlers = { ...none, asked: onAsked, ended: () => undefined };
    const link = new Link(left, handlers, { ...LONG, unaskedWeight }, () => new Error("lost"));
    for (let open = 0; open < ours; open += 1) void link.ask("invoke", {});
    theirs.write(
      batch(
        JSON.stringify(Array.from({ length: 200 }, (_, place) => ({ kind: "ask", id: place + 1, method: "http" }))),
      ),
    );
    while (asked.reduce((sum, one) => sum + one, 0) < 200) {
      await turn();
      asked.push(0);
    }
    return asked;
  }

  test("takes few questions that no question of this side led to", async () => {
    expect(Math.max(...(await askedByTurn(8, 0)))).toBe(16);
  });

  test("takes those of a busy connector, some to each call it was asked for, as fast as anything", async () => {
    expect(Math.max(...(await askedByTurn(8, 20)))).toBe(128);
  });

  test("reads one batch, however many came at once", async () => {
    const { told } = await toldByTurn(Buffer.concat(Array.from({ length: 20 }, () => many(10))), 200);
    expect(Math.max(...told)).toBeLessThanOrEqual(20);
  });

  test("never reads many frames in a batch that is longer than one of many", async () => {
    expect((await toldByTurn(many(3_000), 3_000)).ends).toEqual(["malformed"]);
    const one = JSON.stringify({ kind: "tell", method: "log", data: Array.from({ length: 40_000 }, () => 1) });
    expect((await toldByTurn(many(1, one), 1)).ends).toEqual([]);
  });

  test("is not made longer by whoever tells much: it leaves in batches that one reads", async () => {
    const { link, theirs } = linkWith();
    const chunks: Buffer[] = [];
    theirs.on("data", (chunk: Buffer) => chunks.push(chunk));
    for (let line = 0; line < 2_000; line += 1) link.tell("log", { line });
    for (let wait = 0; wait < 10; wait += 1) await turn();
    const whole = Buffer.concat(chunks);
    const texts: number[] = [];
    for (let at = 0; at < whole.byteLength; at += 8 + (texts.at(-1) ?? 0)) texts.push(whole.readUInt32BE(at));
    expect(Math.max(...texts)).toBeLessThanOrEqual(1.1 * 16_384);
    expect(whole.toString("latin1").match(/"line"/g)).toHaveLength(2_000);
  });

  test("is not the last one for what was said before the other side went", async () => {
    const [ours, theirs] = duplexPair();
    const seen: unknown[] = [];
    const handlers = {
      ...none,
      told: (method: string) => void seen.push(method),
      ended: (why: LinkEnd) => void seen.push(why),
    };
    new Link(ours, handlers, LONG, () => new Error("lost"));
    theirs.write(many(300));
    theirs.destroy();
    for (let wait = 0; wait < 10; wait += 1) await turn();
    expect([seen.length, seen.at(-1)]).toEqual([301, "closed"]);
  });
});

describe("the other side is not trusted", () => {
  test.each([
    ["no JSON", batch("{")],
    ["no batch", batch('{"kind":"tell"}')],
    ["a frame of no known kind", batch('[{"kind":"eval","code":"1"}]')],
    ["a question without a number", batch('[{"kind":"ask","method":"http"}]')],
    ["bytes that are not there", batch('[{"kind":"tell","method":"a","data":{"$bytes":9}}]')],
    ["nesting beyond the stack", batch(`[${"[".repeat(1_500)}${"]".repeat(1_500)}]`)],
  ])("%s ends the link", async (_name, sent) => {
    const { theirs, ends } = linkWith();
    theirs.write(sent);
    await turn();
    expect(ends).toEqual(["malformed"]);
  });

  test.each([
    ["a batch", 0, 0xffff_ffff],
    ["a batch's JSON", 4_097, 0],
  ])("%s that says it is longer than allowed ends the link before it comes", async (_name, textBytes, tailBytes) => {
    const { theirs, ends } = linkWith();
    const head = Buffer.alloc(8);
    head.writeUInt32BE(textBytes, 0);
    head.writeUInt32BE(tailBytes, 4);
    theirs.write(head);
    await turn();
    expect(ends).toEqual(["too-large"]);
  });

  test("more questions at once than allowed end the link", async () => {
    const { theirs, ends } = linkWith({ asked: () => new Promise(() => undefined) });
    const asks = [1, 2, 3, 4].map((id) => ({ kind: "ask", id, method: "http", data: {} }));
    theirs.write(batch(JSON.stringify(asks)));
    await turn();
    expect(ends).toEqual(["flood"]);
  });

  test("questions under one number are not one question", async () => {
    let asked = 0;
    const { theirs, ends } = linkWith({ asked: () => new Promise(() => (asked += 1)) });
    theirs.write(batch(JSON.stringify(Array.from({ length: 3 }, () => ({ kind: "ask", id: 1, method: "http" })))));
    await turn();
    expect([ends, asked]).toEqual([["flood"], 1]);
  });

  describe("more questions in a second than allowed", () => {
    const asks = (count: number) =>
      batch(
        JSON.stringify(Array.from({ length: count }, (_, place) => ({ kind: "ask", id: place + 1, method: "http" }))),
      );
    /** What was asked so far was allowed, and one more is not. */
    const expectFull = async (theirs: ReturnType<typeof linkWith>["theirs"], ends: readonly LinkEnd[]) => {
      await turn();
      expect(ends).toEqual([]);
      theirs.write(asks(1));
      await turn();
      expect(ends).toEqual(["flood"]);
    };

    test("end the link, although each was answered at once", async () => {
      const { link, theirs, ends } = linkWith({}, { maxAsked: 100 });
      const [first, second] = [asks(5), asks(1)];
      theirs.write(first);
      await turn();
      expect(ends).toEqual([]);
      theirs.write(second);
      await turn();
      expect(ends).toEqual(["flood"]);
      await expect(link.ask("a", {})).rejects.toThrow("lost");
    });

    test("are no flood where calls of this side led to them", async () => {
      const { link, theirs, ends } = linkWith({ asked: () => undefined }, { maxAsked: 100 });
      void link.ask("invoke", {}).catch(() => undefined);
      theirs.write(asks(16 + 64 + 5));
      await expectFull(theirs, ends);
    });

    test("come by calls that are over, too, but not without end", async () => {
      const { link, theirs, ends } = linkWith({}, { maxAsked: 1_000 });
      const calls = Array.from({ length: 10 }, () => link.ask("invoke", {}));
      theirs.write(batch(JSON.stringify(calls.map((_, place) => ({ kind: "answer", id: place + 1 })))));
      await Promise.all(calls);
      for (let time = 1; time <= 15; time++) {
        theirs.write(asks(43));
        await turn();
      }
      expect(ends).toEqual([]);
      theirs.write(asks(1));
      await turn();
      expect(ends).toEqual(["flood"]);
    });

    test("make room for as long as they are open, however late the questions come", async () => {
      const { clock, link, theirs, ends } = clocked({ asked: () => undefined });
      void link.ask("invoke", {}).catch(() => undefined);
      void link.ask("invoke", {}).catch(() => undefined);
      clock.nowMs += 3_000;
      theirs.write(asks(16 + 64 + 5));
      await turn();
      theirs.write(asks(16 + 64));
      await turn();
      clock.nowMs += 1_000;
      theirs.write(asks(5));
      await expectFull(theirs, ends);
    });

    test("make no room of theirs again in the next second", async () => {
      const { clock, link, theirs, ends } = clocked({ asked: () => undefined });
      void link.ask("invoke", {}).catch(() => undefined);
      theirs.write(asks(16 + 64 + 5));
      await turn();
      clock.nowMs += 1_000;
      theirs.write(asks(5));
      await expectFull(theirs, ends);
    });

    test("make room in their own second alone when they are over", async () => {
      const { clock, link, theirs, ends } = clocked();
      const call = link.ask("invoke", {});
      theirs.write(batch('[{"kind":"answer","id":1}]'));
      await call;
      clock.nowMs += 1_000;
      theirs.write(asks(6));
      await turn();
      expect(ends).toEqual(["flood"]);
    });
  });

  test.each(["tell", "abort", "answer", "failure"])(
    "more of what waits for no answer in a second than allowed ends the link: %s",
    async (kind) => {
      const told: unknown[] = [];
      const { theirs, ends } = linkWith({ told: (method) => void told.push(method) });
      const six = Array.from({ length: 6 }, () => ({ kind, id: 1, method: "log", failure: {} }));
      theirs.write(batch(JSON.stringify(six)));
      await turn();
      expect([ends, told.length]).toEqual([["flood"], kind === "tell" ? 5 : 0]);
    },
  );

  test("what is open when it ends fails with the reason", async () => {
    const [ours, theirs] = duplexPair();
    let why = "unknown";
    const link = new Link(ours, { ...none, ended: (reason) => void (why = reason) }, LIMITS, () => new Error(why));
    const asking = link.ask("a", {});
    theirs.write(batch("{"));
    await expect(asking).rejects.toThrow("malformed");
  });

  test("an answer nobody waits for is let lie", async () => {
    const { theirs, ends } = linkWith();
    theirs.write(batch('[{"kind":"answer","id":7,"data":1},{"kind":"abort","id":7}]'));
    await turn();
    expect(ends).toEqual([]);
  });

  test("a batch may come in pieces of one byte", async () => {
    const told: unknown[] = [];
    const { theirs } = linkWith({ told: (method, data) => void told.push([method, data]) });
    for (const byte of batch('[{"kind":"tell","method":"a","data":{"$bytes":2}}]', Buffer.from([1, 2])))
      theirs.write(Buffer.from([byte]));
    await turn();
    expect(told).toEqual([["a", new Uint8Array([1, 2])]]);
  });
});
