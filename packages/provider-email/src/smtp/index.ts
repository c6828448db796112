export { smtp } from "./smtp.js";
export { type SmtpCredentials, smtpCredentialsSchema } from "./smtp-credentials.js";
export { type SmtpSettings, type SmtpSettingsInput, smtpSettingsSchema } from "./smtp-settings.js";
