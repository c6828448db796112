import type { AriChannel } from "./ari-event.js";

/** What a channel was brought into our application with: `app_data` has the application's name before it. */
export const argumentsOf = (dialplan: AriChannel["dialplan"]): string[] =>
  dialplan?.app_data?.split(",").slice(1) ?? [];
