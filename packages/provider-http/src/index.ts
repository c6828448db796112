export {
  allFull,
  defineHttpProvider,
  documentsOf,
  type HttpDefinition,
  type HttpDefinitionInput,
  httpDefinitionSchema,
  type HttpProviderDefinition,
  MAIL_FEATURES,
  mailSettingsSchema,
  type Template,
} from "./declarative/index.js";
