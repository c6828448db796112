export { createProvider, CreateProviderError } from "./create-provider.js";
export { providerFiles } from "./provider-files.js";
export { idProblem, type ProviderNames } from "./provider-names.js";
