import { z } from "zod";
import { callVerbNameSchema } from "../capabilities/call-verb.js";
import { slugSchema } from "../identifier.js";
import { urlSchema } from "../url.js";
import { featureLevelSchema } from "./capability.js";

/** What a provider's calls can do. Present with capability `calls`. */
export const callCapabilitySchema = z.lazy(() =>
  z.strictObject({
    /** A level per verb; one that is not listed is `rejected`, and the host refuses it by name. */
    verbs: z.partialRecord(callVerbNameSchema, featureLevelSchema),
    /** What can be called: phone numbers in E.164, SIP addresses, the provider's own names of lines. */
    destinations: z.array(z.enum(["phone", "sip", "line"])).min(1),
    /** Which way calls can go. */
    directions: z
      .array(z.enum(["inbound", "outbound"]))
      .min(1)
      .default(["inbound", "outbound"]),
    /** Id of the operation `doCall` belongs to. */
    callOperation: slugSchema,
    /** Id of the operation of `doControl`, `doAnswer` and `doResume`; `callOperation` when absent. */
    controlOperation: slugSchema.optional(),
    /** Ids of the operations that fetch and delete recordings, each with a residency of its own. */
    recordingOperation: slugSchema.optional(),
    deleteRecordingOperation: slugSchema.optional(),
    /** `at-once`: `doControl` changes a live call; `when-asked`: verbs wait for the call's next event that `awaitsVerbs`. */
    control: z.enum(["at-once", "when-asked"]).default("at-once"),
    /**
     * What follows the last verb of a list. `asks`: the call asks what comes next (an event with `awaitsVerbs`), and ends when there is nothing; a list that ends
     * with `answer` is silent for a minute before, with `hold` the call stays on hold. `goes-on`: a person is on this side, and the call is theirs until somebody
     * hangs up; nothing is asked.
     */
    afterLastVerb: z.enum(["asks", "goes-on"]).default("asks"),
    /** Whether the provider takes machine detection. */
    machineDetection: z.boolean().default(false),
    /** How long the provider waits for verbs it asked for: the host's own deadline is shorter. Milliseconds. */
    answerWithinMs: z.int().min(100).max(120_000).default(10_000),
    /** A live call without any event for longer than this is asked for, and ended when the provider does not know it. Seconds. */
    maxCallSeconds: z.int().min(60).max(604_800).default(14_400),
    documentation: urlSchema.optional(),
  }),
);
export type CallCapability = z.infer<typeof callCapabilitySchema>;
