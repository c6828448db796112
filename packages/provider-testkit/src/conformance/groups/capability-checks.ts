import type { TemplateV1 } from "@plugboard/core/spec";
import type { Check } from "../kit/check.js";
import { expectThat } from "../kit/expect-that.js";
import type { KitContext } from "../kit/kit-context.js";
import { matches } from "../kit/matches.js";
import { capabilityMembers } from "../stand/capability-members.js";
import type { Stand } from "../stand/stand.js";

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
          await open(stand);
          await run(stand);
        }),
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
    add("templates", "the catalogue is read to its end, with status and parameters", async ({ instance }) => {
      expectThat(capabilities.templates !== undefined, "the fixtures do not show it");
      const found: TemplateV1[] = [];
      let page: string | undefined;
      for (let pages = 0; pages < 1_000; pages += 1) {
        const answer = await instance?.templates?.doListTemplates(page);
        found.push(...(answer?.templates ?? []));
        page = answer?.next;
        if (page === undefined) break;
      }
      expectThat(matches(found, capabilities.templates.expected), () => `found ${JSON.stringify(found)}`);
    });
  if (context.has("media"))
    add("media", "a file comes back as it was uploaded", async (stand) => {
      const { media } = capabilities;
      expectThat(media !== undefined, "the fixtures do not show it");
      const { bytes, contentType } = await duringTransfer(context, stand, async (transferId) => {
        const { mediaId: known, ...file } = media;
        const uploaded = await stand.instance?.media?.doUpload?.({ transferId, ...file });
        const mediaId = uploaded?.mediaId ?? known ?? "";
        const downloaded = await stand.instance?.media?.doDownload({ transferId, mediaId });
        await stand.instance?.media?.doDelete?.({ transferId, mediaId });
        expectThat(downloaded !== undefined, "nothing came back");
        return downloaded;
      });
      expectThat(Buffer.from(bytes).equals(Buffer.from(media.bytes)), "other bytes came back");
      expectThat(contentType.startsWith(media.contentType), `came back as ${contentType}`);
    });
  if (context.has("subjectRights"))
    add("subject-rights", "every right of a person is carried to the provider", async (stand) => {
      const { subjectRights } = capabilities;
      expectThat(subjectRights !== undefined, "the fixtures do not show it");
      const rights = stand.instance?.subjectRights?.rights ?? [];
      expectThat(rights.length > 0, "no right");
      for (const right of rights) {
        const expected = subjectRights.results[right];
        expectThat(expected !== undefined, `the fixtures do not show ${right}`);
        const answer = await duringTransfer(context, stand, (transferId, { id }) =>
          Promise.resolve(
            stand.instance?.subjectRights?.doSubjectRight({
              transferId,
              right,
              address: subjectRights.address,
              providerMessageIds: [id],
            }),
          ),
        );
        expectThat(answer?.result === expected, `${right}: ${String(answer?.result)}`);
        expectThat(answer.result !== "manual" || (answer.instructions ?? "").length >= 20, `${right}: no instructions`);
      }
    });
  if (context.has("webhookRegistration"))
    add(
      "webhook-registration",
      "a webhook is registered, twice without harm, and taken off",
      async ({ instance, simulator }) => {
        const { webhookRegistration: request } = capabilities;
        expectThat(request !== undefined, "the fixtures do not show it");
        const first = await instance?.webhookRegistration?.doRegister(request);
        const second = await instance?.webhookRegistration?.doRegister(request);
        expectThat(first !== undefined && second?.registrationId === first.registrationId, "a second one was made");
        await instance?.webhookRegistration?.doUnregister?.(first.registrationId);
        expectNoComplaints(simulator?.complaints);
      },
    );
  if (context.has("conversationSignals"))
    add("conversation-signals", "every declared signal is shown", async ({ instance, simulator }) => {
      const { conversationSignals } = capabilities;
      expectThat(conversationSignals !== undefined, "the fixtures do not show it");
      const signals = instance?.conversationSignals?.signals ?? [];
      expectThat(signals.length > 0, "no signal");
      for (const signal of signals) await instance?.conversationSignals?.doSignal({ signal, ...conversationSignals });
      expectNoComplaints(simulator?.complaints);
    });
  if (context.has("calls"))
    add("calls", "a call is begun and controlled", async (stand) => {
      const { calls } = capabilities;
      expectThat(calls !== undefined, "the fixtures do not show it");
      const { control, ...call } = calls;
      await duringTransfer(context, stand, async (transferId) => {
        const begun = await stand.instance?.calls?.doCall({
          transferId,
          idempotencyKey: transferId,
          ringTimeoutMs: 20_000,
          detectMachine: false,
          ...call,
        });
        expectThat(begun?.outcome === "received", `the call was ${String(begun?.outcome)}`);
        const controlled = await stand.instance?.calls?.doControl({
          transferId,
          callId: begun.providerMessageId,
          verbs: control,
        });
        expectThat(controlled?.outcome === "received", `the control was ${String(controlled?.outcome)}`);
      });
      expectNoComplaints(stand.simulator?.complaints);
    });
  return checks;
}

/** Makes the host open the channel, without sending. */
async function open(stand: Stand): Promise<void> {
  const { fixtures } = stand;
  if (fixtures.webhooks !== undefined) await stand.center.fetch(new Request(stand.webhookUrl(), { method: "POST" }));
  else if (fixtures.messages[0] !== undefined) await stand.send(fixtures.messages[0].message);
}

/** Runs while a transfer is open, as the host's calls of these capabilities do. */
async function duringTransfer<Result>(
  context: KitContext,
  stand: Stand,
  run: (transferId: string, sent: { readonly id: string }) => Promise<Result>,
): Promise<Result> {
  await stand.send(context.plain("before"));
  const id = stand.simulator?.messages[0]?.id ?? "";
  let result: Promise<Result> | undefined;
  stand.beforeSend = async ({ transferId }) => {
    result = run(transferId, { id });
    await result.catch(() => undefined);
  };
  await stand.send(context.plain("meanwhile"));
  stand.beforeSend = undefined;
  expectThat(result !== undefined, "no transfer was opened");
  return result;
}

function expectNoComplaints(complaints: readonly string[] = []): void {
  expectThat(complaints.length === 0, `against the provider's rules: ${complaints.join(", ")}`);
}
