/** A number as Voximplant writes it: E.164 without the plus. https://voximplant.com/docs/references/httpapi/sms#sendsmsmessage */
export const digitsOf = (e164: string): string => e164.replace(/^\+/, "");
