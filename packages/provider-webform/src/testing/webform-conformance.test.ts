import type { SiteV1 } from "@plugboard/core/spec";
import { checkProvider } from "@plugboard/provider-testkit/conformance";
import { expect, test } from "vitest";
import { webform } from "../webform.js";
import { webformConformance } from "./webform-conformance.js";

test("keeps the contract at the full level", async () => {
  const { checks, level } = await checkProvider(webform, webformConformance);
  expect(checks.filter(({ result }) => result !== "passed")).toEqual([]);
  expect(level).toBe("gold");
});

test("a form that takes whatever comes has no level", async () => {
  let taken = 0;
  const careless: SiteV1["doServe"] = async ({ body, headers }, host) => {
    const deduplicationKey = `careless-${String((taken += 1))}`;
    await host.accept({ deduplicationKey, contentType: headers["content-type"] ?? "", body });
    return { status: 200, headers: {}, body: "taken" };
  };
  const provider = {
    ...webform,
    open: async (connection: Parameters<typeof webform.open>[0]) => {
      const instance = await webform.open(connection);
      const site: SiteV1 = {
        doServe: (request, host) =>
          request.method === "POST"
            ? careless(request, host)
            : (instance.site?.doServe(request, host) ?? { status: 500, headers: {}, body: "" }),
      };
      return { ...instance, site };
    },
  };
  const { checks, level } = await checkProvider(provider, { ...webformConformance, provider });
  const failed = checks.filter(({ result }) => result === "failed").map(({ check }) => check);
  expect(failed).toContain("site.copies");
  expect(failed.filter((check) => check.startsWith("site.stranger-")).length).toBeGreaterThanOrEqual(11);
  expect(level).not.toBe("gold");
});
