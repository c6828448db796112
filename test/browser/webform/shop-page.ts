import type { ShopPage } from "./start-form-site.js";

/** A website's page with the element and nothing else, under a policy without inline scripts and styles, and with Trusted Types. */
export const strictPage = (attributes = "", origin?: string): ShopPage => ({
  headers: {
    "content-security-policy": [
      "default-src 'none'",
      `script-src ${origin ?? "http://127.0.0.1:*"}`,
      `connect-src ${origin ?? "http://127.0.0.1:*"}`,
      "style-src 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join("; "),
  },
  html: (form) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<script type="module" src="${form}/form.js"></script></head><body><main>
<plugboard-form src="${form}" ${attributes}><a href="${form}">Contact form</a></plugboard-form></main></body></html>`,
});
