import { createHttpProvider } from "./create-http-provider.js";

/** The plain HTTP provider as it is without options: id `"http"`, idempotency by key. */
export const httpProvider = createHttpProvider();
