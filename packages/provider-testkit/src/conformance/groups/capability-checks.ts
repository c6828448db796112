import type { TemplateV1 } from "@plugboard/core/spec";
import type { Check } from "../kit/check.js";
import { expectThat } from "../kit/expect-that.js";
import type { KitContext } from "../kit/kit-context.js";
import { firstDifference } from "../kit/first-difference.js";
import { capabilityMembers } from "../stand/capability-members.js";
import { openWorkshop, type Workshop } from "../stand/open-workshop.js";
import type { Stand } from "../stand/stand.js";

/** Verbs by which a machine speaks or listens in a person's place. */
const SPEAKING = ["say", "play", "gather", "record"] as const;

/** What is declared is there and works; what is not declared is not there. */
export function capabilityChecks(context: KitContext): Check[] {
  const { fixtures, manifest } = context;
  const { capabilities = {} } = fixtures;
  const checks: Check[] = [];
  const add = (what: string, title: string, run: (stand: Stand) => Promise<void> | void): void => {
    checks.push({
      id: `capabilities.${what}`,
      rule: "capabilities",
      title,
      run: () =>
        context.on(async (stand) => {
          await stand.open();
          await run(stand);
        }),
    });
  };
  const exercise = (what: string, title: string, run: (workshop: Workshop, stand: Stand) => Promise<void>): void => {
    add(what, title, async (stand) => {
      const workshop = await openWorkshop(context.provider, fixtures, stand);
      try {
        await run(workshop, stand);
      } finally {
        await workshop.close();
      }
      const complaints = stand.simulator?.complaints ?? [];
      expectThat(complaints.length === 0, `against the provider's rules: ${complaints.join(", ")}`);
    });
  };

  for (const name of capabilityMembers) {
    const declared = context.has(name);
    add(
      declared ? `has-${name}` : `has-no-${name}`,
      declared ? `${name} is declared and there` : `${name} is not declared and not there`,
      ({ instance }) => expectThat((instance?.[name] !== undefined) === declared, declared ? "missing" : "undeclared"),
    );
  }
  if (manifest.idempotency.mode === "lookup")
    add("has-doLookup", "a provider that can be asked has doLookup", ({ instance }) => {
      expectThat(instance?.outboundMessages?.doLookup !== undefined, "no doLookup");
    });
  if (context.has("deliveryReports"))
    add("has-reports-way-in", "reports come out of inboundEvents", ({ instance }) => {
      expectThat(instance?.inboundEvents !== undefined, "no inboundEvents");
    });
  if (context.has("templates"))
    exercise("templates", "the catalogue is read to its end, with status and parameters", async ({ instance }) => {
      expectThat(capabilities.templates !== undefined, "the fixtures do not show it");
      const found: TemplateV1[] = [];
      let page: string | undefined;
      for (let pages = 0; pages < 1_000; pages += 1) {
        const answer = await instance.templates?.doListTemplates(page);
        found.push(...(answer?.templates ?? []));
        page = answer?.next;
        if (page === undefined) break;
      }
      const difference = firstDifference(found, capabilities.templates.expected, "the catalogue");
      expectThat(difference === undefined, difference ?? "");
    });
  if (context.has("media"))
    exercise("media", "a file comes back as it was uploaded", async ({ instance, transferId }) => {
      const { media } = capabilities;
      expectThat(media !== undefined, "the fixtures do not show it");
      const { mediaId: known, ...file } = media;
      const uploaded = await instance.media?.doUpload?.({ transferId, ...file });
      const mediaId = uploaded?.mediaId ?? known ?? "";
      const downloaded = await instance.media?.doDownload({ transferId, mediaId });
      expectThat(downloaded !== undefined, "nothing came back");
      expectThat(Buffer.from(downloaded.bytes).equals(Buffer.from(media.bytes)), "other bytes came back");
      expectThat(downloaded.contentType.startsWith(media.contentType), `came back as ${downloaded.contentType}`);
      await instance.media?.doDelete?.({ transferId, mediaId });
    });
  if (context.has("subjectRights"))
    exercise(
      "subject-rights",
      "every right of a person is carried to the provider",
      async ({ instance, transferId }, stand) => {
        const { subjectRights } = capabilities;
        expectThat(subjectRights !== undefined, "the fixtures do not show it");
        if (context.has("outboundMessages")) await stand.send(context.plain("before"));
        const providerMessageIds = stand.simulator?.messages.map(({ id }) => id) ?? [];
        const rights = instance.subjectRights?.rights ?? [];
        expectThat(rights.length > 0, "no right");
        for (const right of rights) {
          const expected = subjectRights.results[right];
          expectThat(expected !== undefined, `the fixtures do not show ${right}`);
          const request = { transferId, right, address: subjectRights.address, providerMessageIds };
          const answer = await instance.subjectRights?.doSubjectRight(request);
          expectThat(answer?.result === expected, `${right}: ${String(answer?.result)}`);
          expectThat(
            answer.result !== "manual" || (answer.instructions ?? "").length >= 20,
            `${right}: no instructions`,
          );
        }
      },
    );
  if (context.has("webhookRegistration"))
    exercise(
      "webhook-registration",
      "a webhook is registered, twice without harm, and taken off",
      async ({ instance }) => {
        const { webhookRegistration: request } = capabilities;
        expectThat(request !== undefined, "the fixtures do not show it");
        const first = await instance.webhookRegistration?.doRegister(request);
        const second = await instance.webhookRegistration?.doRegister(request);
        expectThat(first !== undefined && second?.registrationId === first.registrationId, "a second one was made");
        await instance.webhookRegistration?.doUnregister?.(first.registrationId);
      },
    );
  if (context.has("conversationSignals"))
    exercise("conversation-signals", "every declared signal is shown", async ({ instance, transferId }) => {
      const { conversationSignals } = capabilities;
      expectThat(conversationSignals !== undefined, "the fixtures do not show it");
      const signals = instance.conversationSignals?.signals ?? [];
      expectThat(signals.length > 0, "no signal");
      for (const signal of signals)
        await instance.conversationSignals?.doSignal({ signal, transferId, ...conversationSignals });
    });
  if (context.has("calls"))
    add("calls-after-last-verb", "what follows the last verb of a list is what the manifest says", () => {
      const samples = [...(fixtures.webhooks?.samples ?? []), ...(fixtures.mailbox?.samples ?? [])];
      const asking = samples.flatMap(({ events }) =>
        events.filter((event) => event.type === "call" && event.awaitsVerbs),
      );
      const { afterLastVerb, verbs = {} } = manifest.calls ?? {};
      if (afterLastVerb === "goes-on") {
        const spoken = SPEAKING.filter((verb) => (verbs[verb] ?? "rejected") !== "rejected");
        expectThat(spoken.length === 0, `nobody but a person speaks, and yet it has: ${spoken.join(", ")}`);
        expectThat(asking.length === 0, "a sample asks for verbs");
      } else {
        const isAsked = asking.some((event) => event.type === "call" && event.event === "verb-finished");
        expectThat(isAsked, "no sample shows that a call asks when its last verb has ended");
      }
    });
  if (context.has("calls"))
    exercise("calls", "a call is begun and controlled", async ({ instance, transferId }) => {
      const { calls } = capabilities;
      expectThat(calls !== undefined, "the fixtures do not show it");
      const { control, answer, ...call } = calls;
      const request = { transferId, idempotencyKey: transferId, ringTimeoutMs: 20_000, detectMachine: false, ...call };
      const begun = await instance.calls?.doCall(request);
      expectThat(begun?.outcome === "received", `the call was ${String(begun?.outcome)}`);
      const callId = begun.providerMessageId;
      const isAtOnce = context.manifest.calls?.control !== "when-asked";
      expectThat(isAtOnce === (instance.calls?.doControl !== undefined), "control at once, and doControl, go together");
      const controlled = await instance.calls?.doControl?.({
        transferId,
        callId,
        reference: transferId,
        step: 1,
        verbs: control,
      });
      expectThat(!isAtOnce || controlled?.outcome === "received", `the control was ${String(controlled?.outcome)}`);
      const resumed = await instance.calls?.doResume?.({ transferId, callIds: [callId] });
      expectThat(resumed === undefined || resumed.length > 0, "a live call was not found again");
      if (answer === undefined) return;
      const given = await instance.calls?.doAnswer?.({ callId, reference: transferId, step: 2, verbs: answer.verbs });
      for (const text of answer.carries) expectThat(given?.body.includes(text) === true, "a verb is not in the answer");
    });
  return checks;
}
