import { randomUUID } from "node:crypto";
import type { CallCapability, CallsV1, InboundEvent, RawInbound, SiteV1, SubjectRightsV1 } from "@plugboard/core/spec";
import { z } from "zod";
import type { ProviderFixtures } from "../provider-fixtures.js";
import { spoil } from "./spoil.js";

const PAGE = "https://pages.example.com";
const submissionSchema = z.strictObject({ token: z.uuid(), text: z.string().max(4_000) });

/** What a talented provider does beyond messages; each part can be replaced by a worse one. */
export interface Talents {
  readonly subjectRights: SubjectRightsV1;
  readonly calls: CallsV1;
  readonly afterLastVerb: CallCapability["afterLastVerb"];
  readonly callVerbs: CallCapability["verbs"];
  readonly site: SiteV1;
  readonly readSubmission: (raw: RawInbound) => InboundEvent[];
}

/** The events of what a visitor handed in. */
export const readSubmission = ({ body }: RawInbound): InboundEvent[] => {
  const { token, text } = submissionSchema.parse(JSON.parse(Buffer.from(body).toString("utf8")));
  return [{ type: "message", providerMessageId: token, from: { kind: "session", value: token }, to: [], text }];
};

/** @param isOurs - whether a page of this origin may hand something in. @param keyOf - by what a submission is known again. */
export function siteThat(isOurs: (origin: string) => boolean, keyOf: (token: string) => string): SiteV1 {
  const answer = (status: number, body = "") => ({
    status,
    headers: { "content-type": "text/html; charset=utf-8", "x-content-type-options": "nosniff" },
    body,
  });
  return {
    doServe: async ({ method, headers, body }, host) => {
      if (method === "GET") return answer(200, "<!doctype html><title>Write to us</title>");
      if (!isOurs(headers["origin"] ?? "")) return answer(403);
      let value: unknown;
      try {
        value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
      } catch {
        // A stranger's.
        return answer(400);
      }
      const submission = submissionSchema.safeParse(value);
      if (!submission.success) return answer(400);
      await host.accept({
        deduplicationKey: keyOf(submission.data.token),
        contentType: "application/json",
        body: Uint8Array.from(body),
      });
      return answer(200);
    },
  };
}

const talents: Talents = {
  subjectRights: {
    rights: ["erase"],
    doSubjectRight: () =>
      Promise.resolve({ result: "manual", instructions: "Write to privacy@example.com and name the number." }),
  },
  calls: {
    doCall: ({ idempotencyKey }) => Promise.resolve({ outcome: "received", providerMessageId: idempotencyKey }),
    doControl: ({ callId }) => Promise.resolve({ outcome: "received", providerMessageId: callId }),
    doResume: ({ callIds }) =>
      Promise.resolve(
        callIds.map((callId) => ({ type: "call", callId, event: "answered", direction: "outbound" }) as const),
      ),
  },
  afterLastVerb: "goes-on",
  callVerbs: { answer: "full", mute: "full" },
  site: siteThat(
    (origin) => origin === PAGE,
    (token) => token,
  ),
  readSubmission,
};

/** The good provider with rights, calls and pages of its own beside its messages. */
export function talentedProvider(good: ProviderFixtures, worse: Partial<Talents> = {}): ProviderFixtures {
  const { subjectRights, calls, afterLastVerb, callVerbs, site, readSubmission: read } = { ...talents, ...worse };
  const talented = spoil(good, {
    manifest: (manifest) => ({
      ...manifest,
      capabilities: [...manifest.capabilities, "subjectRights", "calls", "site"],
      calls: {
        verbs: callVerbs,
        afterLastVerb,
        destinations: ["phone"],
        directions: ["outbound"],
        callOperation: manifest.operations[0]?.id ?? "",
        control: "at-once",
        machineDetection: false,
        answerWithinMs: 10_000,
        maxCallSeconds: 14_400,
      },
      site: {
        operation: manifest.operations[0]?.id ?? "",
        methods: ["GET", "POST"],
        headers: ["origin", "content-type"],
        maxBodyBytes: 65_536,
        largerBodies: [],
      },
    }),
    instance: () => ({ subjectRights, calls, site }),
    inbound: (inbound) => ({
      doParse: (raw) => (raw.source === "sync" ? read(raw) : inbound.doParse(raw)),
    }),
  });
  return {
    ...talented,
    capabilities: {
      ...good.capabilities,
      subjectRights: { address: "+4915211223344", results: { erase: "manual" } },
      calls: { to: "+4915211223344", verbs: [], control: [{ verb: "mute", on: true }] },
    },
    site: {
      page: { method: "GET", path: "", headers: {} },
      prepare: (_ask, text) =>
        Promise.resolve({
          method: "POST",
          path: "/messages",
          headers: { origin: PAGE, "content-type": "application/json" },
          body: JSON.stringify({ token: randomUUID(), text }),
        }),
    },
  };
}
