export { allFull } from "./all-full.js";
export { defineHttpProvider, type HttpProviderDefinition } from "./define-http-provider.js";
export { documentsOf } from "./documents-of.js";
export { type HttpDefinition, type HttpDefinitionInput, httpDefinitionSchema } from "./http-definition.js";
export { MAIL_FEATURES } from "./mail-features.js";
export { mailSettingsSchema } from "./mail-settings.js";
export { type Template } from "./template.js";
