import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { outboundMessageSchema } from "@plugboard/core/spec";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { messageOfExample } from "./__fixtures__/message-of-example.js";
import { normalisedExample } from "./__fixtures__/normalised-example.js";
import { checkContent } from "./check-content.js";
import { composeBody } from "./compose-body.js";
import { signalBody } from "./signal-body.js";

/** Meta's own description; absent in a plain checkout. */
const file = join(
  process.env["PLUGBOARD_ORACLES"] ?? join(import.meta.dirname, "../../../../../../shared/oracles"),
  "whatsapp/meta-send-examples.json",
);
const examples = existsSync(file)
  ? Object.entries(
      z.record(z.string(), z.record(z.string(), z.unknown())).parse(JSON.parse(readFileSync(file, "utf8"))),
    )
  : [];

describe.skipIf(examples.length === 0)("Meta's examples in ../shared/oracles/whatsapp", () => {
  test("are the fifty that are known", () => expect(examples).toHaveLength(50));

  test.each(examples)("%s: our body equals it", (_name, example) => {
    const expected = normalisedExample(example);
    if ("status" in example) {
      expect(signalBody("typing", String(example["message_id"]))).toEqual(expected);
      return;
    }
    const message = outboundMessageSchema.parse(messageOfExample(expected));
    expect(composeBody(message)).toEqual(expected);
  });

  test.each(examples.filter(([, example]) => !("status" in example)))("%s: is within our limits", (_name, example) => {
    const message = outboundMessageSchema.parse(messageOfExample(normalisedExample(example)));
    expect(checkContent(message.content)).toBeUndefined();
  });
});
