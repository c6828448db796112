import { randomUUID } from "node:crypto";
import type { BadProvider } from "./bad-provider.js";
import { readSubmission, siteThat, talentedProvider } from "./talented-provider.js";

const PAGE = "https://pages.example.com";
const isOurs = (origin: string): boolean => origin === PAGE;

/** What can be wrong with rights, calls and pages. */
export const badTalents: readonly BadProvider[] = [
  {
    name: "leaves-a-person-without-a-word",
    breaks: "capabilities",
    make: (good) =>
      talentedProvider(good, {
        subjectRights: { rights: ["erase"], doSubjectRight: () => Promise.resolve({ result: "manual" }) },
      }),
  },
  {
    name: "says-an-erasure-is-done-that-is-not",
    breaks: "capabilities",
    make: (good) =>
      talentedProvider(good, {
        subjectRights: { rights: ["erase"], doSubjectRight: () => Promise.resolve({ result: "done" }) },
      }),
  },
  {
    name: "loses-a-call-that-is-live",
    breaks: "capabilities",
    make: (good) =>
      talentedProvider(good, {
        calls: {
          doCall: ({ idempotencyKey }) => Promise.resolve({ outcome: "received", providerMessageId: idempotencyKey }),
          doControl: ({ callId }) => Promise.resolve({ outcome: "received", providerMessageId: callId }),
          doResume: () => Promise.resolve([]),
        },
      }),
  },
  {
    name: "declares-control-at-once-and-has-none",
    breaks: "capabilities",
    make: (good) =>
      talentedProvider(good, {
        calls: {
          doCall: ({ idempotencyKey }) => Promise.resolve({ outcome: "received", providerMessageId: idempotencyKey }),
        },
      }),
  },
  {
    name: "asks-nobody-what-comes-next-and-says-it-does",
    breaks: "capabilities",
    make: (good) => talentedProvider(good, { afterLastVerb: "asks" }),
  },
  {
    name: "speaks-in-the-place-of-a-person",
    breaks: "capabilities",
    make: (good) => talentedProvider(good, { callVerbs: { answer: "full", say: "full" } }),
  },
  {
    name: "takes-what-a-page-of-strangers-hands-in",
    breaks: "forgeries",
    make: (good) =>
      talentedProvider(good, {
        site: siteThat(
          () => true,
          (token) => token,
        ),
      }),
  },
  {
    name: "knows-no-submission-again",
    breaks: "deduplication",
    make: (good) => talentedProvider(good, { site: siteThat(isOurs, () => randomUUID()) }),
  },
  {
    name: "tidies-what-a-visitor-wrote",
    breaks: "inbound-events",
    make: (good) =>
      talentedProvider(good, {
        readSubmission: (raw) =>
          readSubmission(raw).map((event) =>
            event.type === "message" ? { ...event, text: event.text?.trim() } : event,
          ),
      }),
  },
];
