export { formDefinitionSchema, type FormDefinition, type FormDefinitionInput } from "./form/form-definition.js";
export { formFieldSchema, type FormField } from "./form/form-field.js";
export { formJsonSchema } from "./form/form-json-schema.js";
export { submissionsCsv } from "./export/submissions-csv.js";
export { webform } from "./webform.js";
export { webformCredentialsSchema, type WebformCredentials } from "./settings/webform-credentials.js";
export { webformSettingsSchema, type WebformSettings, type WebformSettingsInput } from "./settings/webform-settings.js";
