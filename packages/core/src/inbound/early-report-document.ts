import { createHash } from "node:crypto";
import { z } from "zod";
import type { StoredDocument } from "../ports/store.js";
import { deliveryReportSchema } from "../spec/inbound/delivery-report.js";
import type { EarlyReport } from "./early-reports.js";

export const EARLY_REPORT_COLLECTION = "early-reports";

const documentSchema = z.lazy(() =>
  z.strictObject({
    channelId: z.string(),
    name: z.string(),
    reports: z
      .array(
        z.strictObject({
          ...{ name: z.string(), report: deliveryReportSchema, about: z.string().optional() },
          recordedAtMs: z.number(),
        }),
      )
      .min(1),
  }),
);
export type EarlyReportDocument = z.infer<typeof documentSchema>;

/** One document for each message; its name may have any character, so the hash of it stands in the id. */
export const earlyReportId = (channelId: string, name: string): string =>
  `${channelId}/${createHash("sha256").update(name).digest("hex").slice(0, 32)}`;

/** The reports of one message as they are kept until its receipt is there. */
export function earlyReportDocument(
  accountId: string,
  channelId: string,
  reports: readonly EarlyReport[],
): StoredDocument {
  const name = reports[0]?.name ?? "";
  const value = JSON.stringify({ channelId, name, reports });
  return { collection: EARLY_REPORT_COLLECTION, id: earlyReportId(channelId, name), accountId, value };
}

/** @returns nothing for a document that cannot be read. */
export function readEarlyReports({ value }: StoredDocument): EarlyReportDocument | undefined {
  return documentSchema.safeParse(JSON.parse(value)).data;
}
