import { startFormSite } from "../../../browser/webform/start-form-site.js";
import type { FaultRow } from "../../fault-row.js";
import { withTemporaryStore } from "../c/with-temporary-store.js";
import { carelessForm, takesAnything } from "./careless-form.js";
import { complete, FormVisitor } from "./form-visitor.js";

const AT_ONCE = 50;
const COPIES = 46;

export const duplicatesRow: FaultRow = {
  row: "C1",
  provider: "webform",
  title:
    "a submission posted 50 times at once and 46 times after that is shown once; one beside it under a used token is refused",
  run: ({ sample, mutant }) =>
    withTemporaryStore(async (store) => {
      const limits = {
        perVisitor: { count: 1_000_000, perSeconds: 60 },
        perOrigin: { count: 1_000_000, perSeconds: 60 },
      };
      const site = await startFormSite({
        store,
        settings: () => ({ limits }),
        ...(mutant && { provider: carelessForm(takesAnything) }),
      });
      try {
        const visitor = new FormVisitor(site);
        const submissions = sample ? 10 : 300;
        let [refused, letIn] = [0, 0];
        for (let index = 0; index < submissions; index += 1) {
          const fields = { ...complete, message: `number ${String(index)}`, _token: await visitor.token() };
          const first = await Promise.all(Array.from({ length: AT_ONCE }, () => visitor.post(fields)));
          const copies = sample ? [] : await Promise.all(Array.from({ length: COPIES }, () => visitor.post(fields)));
          refused += [...first, ...copies].filter((status) => status !== 200).length;
          if ((await visitor.post({ ...fields, message: "another one" })) === 200) letIn += 1;
        }
        await visitor.arrived(submissions);
        const shown = new Map<string, number>();
        for (const { event } of site.handled)
          if (event.type === "message") shown.set(event.text ?? "", (shown.get(event.text ?? "") ?? 0) + 1);
        const counts = Array.from({ length: submissions }, (_, index) => shown.get(`number ${String(index)}`) ?? 0);
        return {
          tried: submissions * (AT_ONCE + (sample ? 1 : COPIES + 1)),
          lost: counts.filter((count) => count === 0).length + refused,
          duplicated: counts.filter((count) => count > 1).length,
          letIn: letIn + (shown.get("another one") ?? 0),
        };
      } finally {
        await site.close();
      }
    }),
};
