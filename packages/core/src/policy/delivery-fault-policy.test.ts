import { expect, test } from "vitest";
import { deliveryReportSchema } from "../spec/inbound/delivery-report.js";
import { explainDelivery } from "./delivery-fault-policy.js";

const explain = (changes: object) =>
  explainDelivery(
    deliveryReportSchema.parse({ type: "delivery-report", providerMessageId: "p", status: "undelivered", ...changes }),
  );

test.each<[object, object]>([
  [
    { enhancedStatusCode: "5.1.1", providerCode: "x" },
    { code: "5.1.1", retryable: false, party: "recipient" },
  ],
  [{ enhancedStatusCode: "4.2.2" }, { code: "4.2.2", retryable: true, party: "recipient" }],
  [{ enhancedStatusCode: "4.4.1" }, { code: "4.4.1", retryable: true, party: "network" }],
  [{ enhancedStatusCode: "5.7.1" }, { code: "5.7.1", retryable: false, party: "account" }],
  [
    { providerCode: "131047", permanence: "soft" },
    { code: "131047", retryable: true, party: undefined },
  ],
  [{ permanence: "hard" }, { code: undefined, retryable: false, party: "recipient" }],
  [
    { enhancedStatusCode: "5.1.1", retryable: true, party: "provider" },
    { code: "5.1.1", retryable: true, party: "provider" },
  ],
  [
    { status: "complained", retryable: true },
    { code: undefined, retryable: false, party: "recipient" },
  ],
  [{ status: "delivered" }, { code: undefined, retryable: undefined, party: undefined }],
  [{}, { code: undefined, retryable: undefined, party: undefined }],
])("%j is explained as %j", (report, fault) => {
  expect(explain(report)).toEqual(fault);
});
