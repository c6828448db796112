import { createHttpProvider } from "@plugboard/provider-testkit/http-provider";

export { httpProvider } from "@plugboard/provider-testkit/http-provider";

/** One whose provider cannot tell a message that comes again: what was not answered stays unknown. */
export const hastyProvider = createHttpProvider({ id: "hasty", idempotency: "none", timeoutMs: 1_000 });
