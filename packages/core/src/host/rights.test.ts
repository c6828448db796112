import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ann, bob, consent, mail, openRightsHost, order } from "../__fixtures__/rights-host.js";
import { scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { settle } from "../__fixtures__/settle.js";
import { act, activate, idOf, startHost, text } from "../__fixtures__/start-host.js";
import { gate, testStore } from "../__fixtures__/test-store.js";
import type { SubjectRightResult } from "../spec/capabilities/subject-rights.js";
import type { Address } from "../spec/message/address.js";
import type { RightsOrder } from "../rights/rights-request.js";
import { personDataSchema } from "../rights/person-data.js";
import type { HostEventName } from "./host-events.js";

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-21T12:00:00Z"), toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

const later = { notBeforeAt: "2026-11-22T12:00:00Z" };

describe("an erasure", () => {
  test("reaches messages, waiting ones too, lists, deliveries and the provider, each with its proof, and closes without the person", async () => {
    const store = testStore();
    const { center, asked, sent } = await openRightsHost({
      store,
      answer: () => ({ result: "done", proof: "2 messages" }),
    });
    const delivered = await sent({ idempotencyKey: "welcome ann@example.org" });
    const toBob = await sent({ recipients: [{ address: bob }] });
    const toBoth = await sent({ recipients: [{ address: bob }, { address: mail }] });
    const waiting = idOf(await center.send(text("later", later)));
    await center.consents.give({ accountId: "acme", address: ann, ...consent });
    const { requestId, dueAt, state } = await center.rights.request(order());
    expect([state, dueAt]).toEqual(["open", "2026-12-21T10:00:00.000Z"]);
    const done = await center.rights.carriedOut("acme", requestId);
    expect(done).toMatchObject({ state: "done", addresses: [], closedAt: "2026-11-21T12:00:00.000Z" });
    expect(done.targets.map(({ kind, state: one, proof }) => [kind, one, proof?.text])).toEqual([
      ["queue", "done", "1 waiting message taken back"],
      ["lists", "done", "1 entry deleted"],
      ["store", "done", "3 messages, 0 deliveries, 0 documents deleted"],
      ["ledger", "done", expect.stringContaining("taken out")],
      ["files", "done", "no byte left"],
      ["provider", "done", "done: 2 messages; done: 2 messages"],
    ]);
    for (const messageId of [delivered, toBoth, waiting])
      await expect(center.messages.status("acme", messageId)).rejects.toMatchObject({ code: "MESSAGE_UNKNOWN" });
    expect((await center.messages.status("acme", toBob)).state).toBe("received");
    expect(await center.consents.of("acme", ann)).toEqual([]);
    expect(asked.map(({ right, address }) => [right, address])).toEqual([
      ["erase", ann.value],
      ["erase", mail.value],
    ]);
    expect(asked[0]?.providerMessageIds).toHaveLength(2);
    expect(await center.ledger.audit({ accountId: "acme", action: "rights-closed" })).toHaveLength(1);
    expect(await center.ledger.entries({ accountId: "acme", recipient: ann })).toEqual([]);
    expect(JSON.stringify(await center.rights.list("acme"))).not.toMatch(/4930123456|ann@example/);
  });

  test("lets a transfer under way end first, and lets nothing new to the person in meanwhile", async () => {
    const answered = gate();
    const { center, code } = await openRightsHost({
      send: () => answered.passed.then(() => ({ outcome: "received", providerMessageId: "p1" })),
    });
    const messageId = idOf(await center.send(text("under way")));
    await settle();
    const { requestId } = await center.rights.request(order());
    expect([await code(), await code({ recipients: [{ address: bob }] })]).toEqual([
      "RECIPIENT_RESTRICTED",
      "accepted",
    ]);
    await settle();
    expect((await center.messages.status("acme", messageId)).state).not.toBe("cancelled");
    expect((await center.rights.get("acme", requestId)).targets[0]?.state).toBe("pending");
    answered.open();
    // The provider has the message and no way to erase it: somebody has to.
    await expect.poll(async () => (await center.rights.get("acme", requestId)).targets.at(-1)?.state).toBe("manual");
    await center.rights.carriedOut("acme", requestId);
    await expect(center.messages.status("acme", messageId)).rejects.toMatchObject({ code: "MESSAGE_UNKNOWN" });
    await center.rights.completeTask({
      accountId: "acme",
      requestId,
      targetId: "provider:c1",
      proof: "letter of 1 December",
      act,
    });
    expect(await center.rights.get("acme", requestId)).toMatchObject({ state: "done", addresses: [] });
    expect(await code()).toBe("accepted");
  });

  test("lets nothing to the person in after a restart either, and leaves no receipt of a provider that was asked late", async () => {
    const store = testStore();
    let fails = true;
    const answer = (): SubjectRightResult => {
      if (fails) throw new Error("not now");
      return { result: "done" };
    };
    const { center, code } = await openRightsHost({ store, answer });
    const { requestId } = await center.rights.request(order());
    expect(await code()).toBe("RECIPIENT_RESTRICTED");
    const again = await openRightsHost({ store: store.next(), answer });
    expect((await again.center.rights.list("acme")).map(({ state }) => state)).toEqual(["open"]);
    expect(await again.code()).toBe("RECIPIENT_RESTRICTED");
    // The ledger was cleaned before the provider answers: the receipt of that call comes after it.
    const ledger = async () =>
      (await again.center.rights.get("acme", requestId)).targets.find(({ kind }) => kind === "ledger")?.state;
    await expect.poll(ledger).toBe("done");
    fails = false;
    vi.setSystemTime("2026-11-21T12:10:00Z");
    expect((await again.center.rights.carriedOut("acme", requestId)).state).toBe("done");
    expect(await again.center.ledger.entries({ accountId: "acme" })).not.toEqual([]);
    for (const recipient of [ann, mail])
      expect(await again.center.ledger.entries({ accountId: "acme", recipient })).toEqual([]);
  });

  test("ends other open requests of the person, which name them, and leaves those of others", async () => {
    const { center } = await openRightsHost({ answer: () => ({ result: "done" }) });
    const access = await center.rights.request(order({ right: "access", addresses: [mail] }));
    const others = await center.rights.request(order({ right: "access", addresses: [bob] }));
    const ofRival = await center.rights.request(order({ accountId: "rival", right: "access" }));
    for (const { accountId, requestId } of [access, others, ofRival])
      await center.rights.carriedOut(accountId, requestId);
    const { requestId } = await center.rights.request(order());
    expect((await center.rights.carriedOut("acme", requestId)).state).toBe("done");
    expect(await center.rights.get("acme", access.requestId)).toMatchObject({ state: "done", addresses: [] });
    expect((await center.rights.get("acme", others.requestId)).state).toBe("ready");
    expect(await center.rights.get("rival", ofRival.requestId)).toMatchObject({
      state: "ready",
      addresses: [ann, mail],
    });
    expect(JSON.stringify(await center.rights.list("acme"))).not.toMatch(/4930123456|ann@example/);
  });

  test("whose provider has no method gives a dated task that somebody completes with proof", async () => {
    const { center, sent } = await openRightsHost();
    await sent();
    const told: unknown[] = [];
    center.on("rights-task-created", (event) => told.push(event));
    const { requestId } = await center.rights.request(order());
    const open = await center.rights.carriedOut("acme", requestId);
    expect(open.state).toBe("open");
    expect(open.targets.at(-1)).toMatchObject({
      ...{ targetId: "provider:c1", state: "manual", code: "NO_WAY" },
      task: { instructions: expect.stringContaining("Scripted Ltd"), dueAt: open.dueAt },
    });
    expect(told).toEqual([{ accountId: "acme", requestId, targetId: "provider:c1" }]);
    const completion = { accountId: "acme", requestId, targetId: "provider:c1", proof: "ticket 77", act };
    await expect(center.rights.completeTask({ ...completion, accountId: "rival" })).rejects.toMatchObject({
      code: "RIGHTS_REQUEST_UNKNOWN",
    });
    const done = await center.rights.completeTask(completion);
    expect(done).toMatchObject({ state: "done", addresses: [] });
    expect(done.targets.at(-1)?.proof).toMatchObject({ by: "ann", text: "ticket 77" });
    await expect(center.rights.completeTask(completion)).rejects.toMatchObject({ code: "RIGHTS_REQUEST_UNKNOWN" });
  });

  test("asks a provider that fails again, later, and the rest does not wait for it", async () => {
    let fails = true;
    const answer = () => {
      if (fails) throw new Error("ann@example.org is locked");
      return { result: "done" } as const;
    };
    const { center, sent, asked } = await openRightsHost({ answer });
    const messageId = await sent();
    const { requestId } = await center.rights.request(order({ addresses: [ann] }));
    const open = await center.rights.carriedOut("acme", requestId);
    expect(open.targets.at(-1)).toMatchObject({ state: "waiting", attempt: 1, code: "CAPABILITY_FAILED" });
    await expect(center.messages.status("acme", messageId)).rejects.toMatchObject({ code: "MESSAGE_UNKNOWN" });
    fails = false;
    await center.rights.sweep();
    expect(asked).toHaveLength(1);
    vi.setSystemTime("2026-11-21T12:01:01Z");
    await center.rights.sweep();
    expect(asked).toHaveLength(2);
    expect(asked[1]?.providerMessageIds).toHaveLength(1);
    expect((await center.rights.get("acme", requestId)).state).toBe("done");
  });

  test("reaches every provider that was sent something, also one that fails and one that is gone, asked twice at once", async () => {
    const asked: string[] = [];
    const three = ["first", "second", "third"].map((id) => {
      const doSubjectRight = () => {
        asked.push(id);
        return id === "second" ? Promise.reject(new Error("down")) : Promise.resolve({ result: "done" } as const);
      };
      return scriptedProvider({ id, offers: { subjectRights: { rights: ["erase"], doSubjectRight } } }).provider;
    });
    const store = testStore();
    const center = await startHost({ store, providers: three });
    for (const id of ["first", "second", "third"]) {
      await activate(center, { channelId: id, providerId: id });
      await center.messages.settled("acme", idOf(await center.send(text("hello", { channelId: id }))));
    }
    await center.providers.remove("third", act);
    const requests = await Promise.all([center.rights.request(order()), center.rights.request(order())]);
    for (const [index, { requestId }] of requests.entries()) {
      const open = await center.rights.carriedOut("acme", requestId);
      expect(open.state).toBe("open");
      const providers = open.targets.filter(({ kind }) => kind === "provider");
      // The later one may find that the other took the messages by which the one that is gone is known.
      expect(providers.slice(0, 3 - index).map(({ channelId, state, code }) => [channelId, state, code])).toEqual([
        ["first", "done", undefined],
        ["second", "waiting", "CAPABILITY_FAILED"],
        ...(index === 0 ? [["third", "waiting", "PROVIDER_UNAVAILABLE"]] : []),
      ]);
    }
    expect(new Set(asked)).toEqual(new Set(["first", "second"]));
    expect(await store.messages({ accountId: "acme", limit: 10 })).toEqual([]);
    expect(await center.send(text("again", { channelId: "first" }))).toMatchObject({
      refusal: { code: "RECIPIENT_RESTRICTED" },
    });
  });

  test("takes parked and waiting deliveries out, in memory too, and leaves those of others", async () => {
    const store = testStore();
    const { center } = await openRightsHost({ store });
    const record = {
      ...{
        accountId: "acme",
        channelId: "c1",
        source: "webhook" as const,
        contentType: "application/json",
        attributes: "{}",
      },
      ...{ recordedAtMs: 1, attempt: 0, dueAtMs: 0, finished: "[]", code: undefined },
    } as const;
    const bodies = ['{"from":"4930123456"}', '{"from":"4930777777"}', "From: Ann <ANN@example.org>"];
    await store.commit(
      bodies.map((body, index) => ({
        kind: "inbound-insert",
        record: {
          ...record,
          ...{ sequence: 100 + index, rawId: `raw_${String(index)}`, deduplicationKey: `k${String(index)}` },
          ...{ body: Buffer.from(body), state: index === 2 ? "recorded" : "parked" },
        },
      })),
    );
    const { requestId } = await center.rights.request(order());
    await center.rights.carriedOut("acme", requestId);
    expect(await store.inboundRecord("acme", "raw_0")).toBeUndefined();
    expect(await store.inboundRecord("acme", "raw_1")).toBeDefined();
    expect(await store.inboundRecord("acme", "raw_2")).toBeUndefined();
  });

  test("goes on after a crash at any write, to the same end", async () => {
    let crashes = 0;
    for (let at = 0; ; at += 1) {
      const store = testStore();
      const { center, sent } = await openRightsHost({ store, answer: () => ({ result: "done" }) });
      const messageId = await sent();
      await center.send(text("later", later));
      const before = store.groups.length;
      store.fate = () => (store.groups.length - before > at ? new Promise(() => undefined) : "commit");
      const requesting = center.rights.request(order());
      const isTaken = await Promise.race([requesting.then(() => true), settle().then(() => false)]);
      if (isTaken) void center.rights.carriedOut("acme", (await requesting).requestId);
      await settle();
      await settle();
      if (store.groups.length - before <= at) break;
      crashes += 1;
      const next = store.next();
      const again = await openRightsHost({ store: next, answer: () => ({ result: "done" }) });
      const known = await again.center.rights.list("acme");
      if (isTaken) {
        expect(known).toHaveLength(1);
        const done = await again.center.rights.carriedOut("acme", known[0]?.requestId ?? "");
        expect([at, done.state]).toEqual([at, "done"]);
        await expect(again.center.messages.status("acme", messageId)).rejects.toMatchObject({
          code: "MESSAGE_UNKNOWN",
        });
        expect(await next.messages({ accountId: "acme", limit: 10 })).toEqual([]);
      }
    }
    expect(crashes).toBeGreaterThan(8);
  });
});

describe("a restriction and an objection", () => {
  test("are honoured at once, hold what was accepted, and are lifted on record", async () => {
    const store = testStore();
    const { center, code } = await openRightsHost({ store, answer: () => ({ result: "done" }) });
    const waiting = idOf(await center.send(text("soon", { notBeforeAt: "2026-11-21T12:00:01Z" })));
    const { requestId } = await center.rights.request(order({ right: "restrict" }));
    expect([await code(), await code({ recipients: [{ address: bob }] })]).toEqual([
      "RECIPIENT_RESTRICTED",
      "accepted",
    ]);
    vi.setSystemTime("2026-11-21T12:00:02Z");
    await expect
      .poll(async () => (await center.messages.status("acme", waiting)).code, { timeout: 4_000 })
      .toBe("RECIPIENT_RESTRICTED");
    const after = store.next();
    const again = { ...(await openRightsHost({ store: after, answer: () => ({ result: "done" }) })), store: after };
    expect(await again.code()).toBe("RECIPIENT_RESTRICTED");
    await expect(again.center.rights.lift("rival", requestId, act)).rejects.toMatchObject({
      code: "RIGHTS_REQUEST_UNKNOWN",
    });
    const kept = gate();
    again.store.fate = () => kept.passed;
    const lifting = again.center.rights.lift("acme", requestId, act);
    await settle();
    let meanwhile: string | undefined;
    void again.code().then((found) => (meanwhile = found));
    await settle();
    // Until it is durable the person is not written to.
    expect(meanwhile).toBe("RECIPIENT_RESTRICTED");
    kept.open();
    await lifting;
    expect(await again.code()).toBe("accepted");
    await expect.poll(async () => (await again.center.messages.status("acme", waiting)).state).toBe("received");
    await expect(again.center.rights.lift("acme", requestId, act)).rejects.toMatchObject({
      code: "RIGHTS_REQUEST_UNKNOWN",
    });
  });

  test("against a purpose stops that purpose, and messages that do not say theirs", async () => {
    const { center, code } = await openRightsHost();
    await center.rights.request(order({ right: "object", purposes: ["marketing"] }));
    const of = (purpose: string) => ({ legalBasis: { basis: "contract", purpose } });
    expect([await code(of("marketing")), await code(of("order-status")), await code()]).toEqual([
      "RECIPIENT_OBJECTED",
      "accepted",
      "RECIPIENT_OBJECTED",
    ]);
    expect(await code({ recipients: [{ address: bob }] })).toBe("accepted");
  });

  test("outlive an erasure: who objected is not written to afterwards", async () => {
    const { center, code } = await openRightsHost({ answer: () => ({ result: "done" }) });
    await center.rights.request(order({ right: "object" }));
    const { requestId } = await center.rights.request(order());
    expect((await center.rights.carriedOut("acme", requestId)).state).toBe("done");
    expect(await code()).toBe("RECIPIENT_OBJECTED");
  });
});

describe("a withdrawal and a rectification", () => {
  test("a withdrawal takes the consents of every address back at once", async () => {
    const { center, code } = await openRightsHost();
    for (const address of [ann, mail]) await center.consents.give({ accountId: "acme", address, ...consent });
    const legalBasis = { basis: "consent", purpose: "news" };
    expect(await code({ legalBasis })).toBe("accepted");
    expect(await center.rights.request(order({ right: "withdraw" }))).toMatchObject({
      state: "done",
      targets: [{ proof: { text: "2 consents withdrawn" } }],
    });
    expect([await code({ legalBasis }), await code({ legalBasis, recipients: [{ address: mail }] })]).toEqual([
      "CONSENT_MISSING",
      "CONSENT_MISSING",
    ]);
  });

  test("a rectification moves consents and what is not wanted to the right address, and sends nothing to the wrong one", async () => {
    const { center, code } = await openRightsHost({ answer: () => ({ result: "done" }) });
    await center.consents.give({ accountId: "acme", address: ann, ...consent });
    await center.suppressions.add({ accountId: "acme", address: ann, scope: "email", reason: "opt-out", act });
    const waiting = idOf(await center.send(text("later", later)));
    const right: Address = { kind: "phone", value: "+4930123457" };
    const { requestId } = await center.rights.request(
      order({ right: "rectify", rectified: [{ from: ann, to: right }] }),
    );
    expect(await center.rights.carriedOut("acme", requestId)).toMatchObject({ state: "done", addresses: [] });
    expect(await center.messages.status("acme", waiting)).toMatchObject({ state: "cancelled", code: "RECTIFIED" });
    const legalBasis = { basis: "consent", purpose: "news" };
    expect([await code({ legalBasis }), await code({ legalBasis, recipients: [{ address: right }] })]).toEqual([
      "CONSENT_MISSING",
      "accepted",
    ]);
    expect(await center.suppressions.of("acme", right)).toMatchObject([{ scope: "email", reason: "opt-out" }]);
  });
});

describe("access", () => {
  test("gives everything about the person as JSON of a versioned form, and nothing about others", async () => {
    const answer = () => ({ result: "done", data: Buffer.from('{"provider":"knows"}') }) as const;
    const { center, sent } = await openRightsHost({ answer });
    await sent({ recipients: [{ address: ann }, { address: bob }], metadata: { order: "7" } });
    await sent({ recipients: [{ address: bob }] });
    await center.consents.give({ accountId: "acme", address: mail, ...consent });
    await center.suppressions.add({ accountId: "acme", address: mail, reason: "opt-out", act });
    const { requestId } = await center.rights.request(order({ right: "access" }));
    expect((await center.rights.carriedOut("acme", requestId)).state).toBe("ready");
    const data = await center.rights.data("acme", requestId);
    expect(personDataSchema.parse(JSON.parse(JSON.stringify(data)))).toEqual(JSON.parse(JSON.stringify(data)));
    expect(data).toMatchObject({
      format: "plugboard/person-data/1",
      messages: [
        { recipients: [{ address: ann }], otherRecipients: 1, content: { text: "hello" }, metadata: { order: "7" } },
      ],
      consents: [{ purposes: ["news"] }],
      suppressions: [{ scope: "all", reason: "opt-out" }],
      providers: [
        {
          channelId: "c1",
          state: "done",
          data: [{ $base64: Buffer.from('{"provider":"knows"}').toString("base64") }, {}],
        },
      ],
    });
    const operations = ["send-message", "subject-right.access"];
    expect(data.transfers.map(({ operation }) => operation)).toEqual(expect.arrayContaining(operations));
    const found = await center.ledger.entries({ accountId: "acme", recipient: ann });
    expect(found.map(({ operation }) => operation)).toEqual(operations);
    expect(JSON.stringify(data)).not.toContain(bob.value.slice(1));
    await expect(center.rights.data("rival", requestId)).rejects.toMatchObject({ code: "RIGHTS_REQUEST_UNKNOWN" });
    const closed = await center.rights.answered("acme", requestId, act);
    expect(closed).toMatchObject({ state: "done", addresses: [] });
    expect(JSON.stringify(closed)).not.toContain("base64");
    await expect(center.rights.data("acme", requestId)).rejects.toMatchObject({ code: "RIGHTS_REQUEST_UNKNOWN" });
  });
});

describe("a request", () => {
  test("has no task of a target that is done, or that is the host's own", async () => {
    let asked = 0;
    const answer = (): SubjectRightResult => {
      if ((asked += 1) > 1) throw new Error("not now");
      return { result: "done" };
    };
    const { center } = await openRightsHost({ answer });
    await activate(center, { channelId: "c2" });
    const { requestId } = await center.rights.request(order({ addresses: [ann] }));
    const { targets } = await center.rights.carriedOut("acme", requestId);
    const states = Object.fromEntries(targets.map(({ targetId, state }) => [targetId, state]));
    expect(states).toMatchObject({ "provider:c1": "done", "provider:c2": "waiting", files: "waiting" });
    for (const targetId of ["provider:c1", "files", "provider:c9"])
      await expect(
        center.rights.completeTask({ accountId: "acme", requestId, targetId, proof: "a letter", act }),
      ).rejects.toMatchObject({ code: "RIGHTS_REQUEST_UNKNOWN" });
    expect((await center.rights.get("acme", requestId)).targets).toEqual(targets);
  });

  test("is not answered before its data is there", async () => {
    const answer = (): SubjectRightResult => {
      throw new Error("not now");
    };
    const { center, sent } = await openRightsHost({ answer });
    await sent();
    const { requestId } = await center.rights.request(order({ right: "access" }));
    expect((await center.rights.carriedOut("acme", requestId)).state).toBe("open");
    await expect(center.rights.answered("acme", requestId, act)).rejects.toMatchObject({
      code: "RIGHTS_REQUEST_UNKNOWN",
    });
    expect((await center.rights.get("acme", requestId)).state).toBe("open");
  });

  test("cannot be had without a checked identity, an act, a person, or for another account's people", async () => {
    const { center, sent } = await openRightsHost({ answer: () => ({ result: "done" }) });
    const messageId = await sent();
    for (const wrong of [
      { identity: undefined },
      { act: undefined },
      { addresses: [] },
      { rectified: [{ from: ann, to: bob }] },
      { receivedAt: "soon" },
    ])
      await expect(center.rights.request(order(wrong as Partial<RightsOrder>))).rejects.toMatchObject({
        code: "INSTRUCTION_INVALID",
      });
    const { requestId } = await center.rights.request(order({ accountId: "rival" }));
    expect((await center.rights.carriedOut("rival", requestId)).state).toBe("done");
    expect((await center.messages.status("acme", messageId)).state).toBe("received");
    expect(await center.rights.list("acme")).toEqual([]);
  });

  test("is told of 7 days and 1 day before its end, and when it is overdue, once each, also after a restart", async () => {
    const store = testStore();
    const first = await openRightsHost({ store });
    await first.sent();
    await first.center.rights.request(order());
    const told: string[] = [];
    const names = ["rights-request-due"] as const satisfies readonly HostEventName[];
    const follow = ({ center }: typeof first) => center.on(names[0], ({ notice }) => told.push(notice));
    follow(first);
    for (const day of ["2026-12-10", "2026-12-15", "2026-12-16"]) {
      vi.setSystemTime(`${day}T10:00:00Z`);
      await first.center.rights.sweep();
    }
    const second = await openRightsHost({ store: store.next() });
    follow(second);
    for (const day of ["2026-12-20", "2026-12-21", "2026-12-22"]) {
      vi.setSystemTime(`${day}T10:00:01Z`);
      await second.center.rights.sweep();
    }
    expect(told).toEqual(["7-days-left", "1-days-left", "overdue"]);
  });
});
