import type { Page } from "playwright-core";

/** What a page does that it should not. */
export interface PageWatch {
  /** Origins that were asked for anything. */
  readonly origins: Set<string>;
  /** Console errors, violations of the policy among them, and uncaught errors. */
  readonly complaints: string[];
  /** Dialogs: what an injected script would open. */
  readonly dialogs: string[];
}

export function watchPage(page: Page): PageWatch {
  const watch: PageWatch = { origins: new Set(), complaints: [], dialogs: [] };
  page.on("request", (request) => void watch.origins.add(new URL(request.url()).origin));
  page.on("console", (line) => {
    // A browser asks every site for its icon.
    if (line.type() === "error" && !line.location().url.endsWith("/favicon.ico")) watch.complaints.push(line.text());
  });
  page.on("pageerror", (error) => void watch.complaints.push(error.message));
  page.on("dialog", (dialog) => {
    watch.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  return watch;
}
