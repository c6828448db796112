import type { FormStand } from "../../../browser/webform/start-form-site.js";
import { z } from "zod";

const tokenSchema = z.object({ token: z.string() });
export type Fields = Readonly<Record<string, string>>;

/** What is on every submission of the contact form. */
export const complete: Fields = { full_name: "Ann Lee", email: "ann@example.com", topic: "order", message: "hello" };

/** Asks the form's host as a browser on the website does. */
export class FormVisitor {
  constructor(
    private readonly site: Pick<FormStand, "form" | "shop" | "handled">,
    private readonly origin = site.shop,
  ) {}

  async token(): Promise<string> {
    const response = await fetch(`${this.site.form}/form.json`, { headers: { origin: this.origin } });
    return tokenSchema.parse(await response.json()).token;
  }

  post(fields: Fields, headers: Fields = {}): Promise<number> {
    return this.postBody(new URLSearchParams({ ...complete, ...fields }), headers);
  }

  async postBody(
    body: URLSearchParams | FormData | string | Uint8Array<ArrayBuffer>,
    headers: Fields = {},
  ): Promise<number> {
    const response = await fetch(this.site.form, {
      method: "POST",
      headers: { origin: this.origin, accept: "application/json", ...headers },
      body,
      redirect: "manual",
    });
    await response.arrayBuffer();
    return response.status;
  }

  /** Resolves when so many messages were handled, or nothing more comes. */
  async arrived(count: number, limitMs = 20_000): Promise<void> {
    const until = performance.now() + limitMs;
    while (this.site.handled.length < count && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
