export { type BadProvider } from "./bad-provider.js";
export { badProviders } from "./bad-providers.js";
