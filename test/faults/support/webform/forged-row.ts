import { createHmac, randomBytes } from "node:crypto";
import { startFormSite } from "../../../browser/webform/start-form-site.js";
import type { FaultRow } from "../../fault-row.js";
import { carelessForm, takesAnything } from "./careless-form.js";
import { type Fields, FormVisitor } from "./form-visitor.js";

interface Forgery {
  readonly fields: Fields;
  readonly headers?: Fields;
}
type Forge = (token: string, pick: (length: number) => number, other: string) => Forgery;

const change = (text: string, at: number, to: string): string => text.slice(0, at) + to + text.slice(at + 1);
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const resign = (token: string, issued: string, key: string): string => {
  const [version = "", , nonce = ""] = token.split(".");
  const mac = createHmac("sha256", key)
    .update(`form-token\ncontact\nhttp://localhost\n${issued}\n${nonce}`)
    .digest("base64url");
  return [version, issued, nonce, mac].join(".");
};

/** Every way to come without a token of one's own (FAULTS C); each gives another forgery each time. */
const forgeries: readonly Forge[] = [
  (token, pick) => {
    const at = pick(token.length);
    const to = letters[pick(letters.length)] ?? "A";
    return { fields: { _token: change(token, at, to === token[at] ? "~" : to) } };
  },
  (token, pick) => ({ fields: { _token: token.slice(0, pick(token.length)) } }),
  (token, pick) => ({ fields: { _token: token + (letters[pick(letters.length)] ?? "") } }),
  () => ({ fields: {} }),
  () => ({ fields: { _token: "" } }),
  (token) => ({ fields: { _token: token.toUpperCase() } }),
  (_token, _pick, other) => ({ fields: { _token: other } }),
  (token) => ({ fields: { _token: resign(token, Date.now().toString(36), "guessed") } }),
  (token) => ({ fields: { _token: resign(token, Date.now().toString(36), "") } }),
  (token) => ({
    fields: { _token: ["1", ...token.split(".").slice(1, 3), randomBytes(32).toString("base64url")].join(".") },
  }),
  (token) => ({ fields: { _token: token.replace(/^1/, "2") } }),
  (token, pick) => ({ fields: { _token: token }, headers: { origin: `https://site-${String(pick(1e6))}.example` } }),
  (token) => ({ fields: { _token: token }, headers: { origin: "null" } }),
  (token) => ({ fields: { _token: token, _website: "x" } }),
];

export const forgedRow: FaultRow = {
  row: "C3",
  provider: "webform",
  title: "tokens changed, cut, guessed, of another form and of another website, and posts without one: none gets in",
  run: async ({ sample, mutant, report }) => {
    const limits = {
      perVisitor: { count: 1_000_000, perSeconds: 60 },
      perOrigin: { count: 1_000_000, perSeconds: 60 },
    };
    const site = await startFormSite({
      settings: () => ({ limits }),
      ...(mutant && { provider: carelessForm(takesAnything) }),
    });
    const foreign = await startFormSite();
    try {
      const visitor = new FormVisitor(site);
      const other = await new FormVisitor(foreign).token();
      const tries = sample || mutant ? 420 : 10_500;
      const pick = (length: number): number => Math.floor(Math.random() * length);
      let [letIn, at] = [0, 0];
      const worker = async (): Promise<void> => {
        const token = await visitor.token();
        while (at < tries) {
          const index = at++ % forgeries.length;
          const forgery = forgeries[index]?.(token, pick, other);
          if (forgery === undefined) continue;
          const status = await visitor.post(forgery.fields, forgery.headers);
          if (status >= 400 && status < 500) continue;
          letIn += 1;
          if (letIn < 4) report(`forgery ${String(index)} was answered ${String(status)}`);
        }
      };
      await Promise.all(Array.from({ length: 8 }, worker));
      const isTrueTaken = (await visitor.post({ _token: await visitor.token() })) === 200;
      await visitor.arrived(1);
      // One true submission beside them, so that refusing everything is no way to pass.
      return {
        tried: tries + 1,
        lost: isTrueTaken ? 0 : 1,
        duplicated: 0,
        letIn: letIn + Math.max(0, site.handled.length - 1),
      };
    } finally {
      await site.close();
      await foreign.close();
    }
  },
};
