/** The id of a messaging service, which chooses the number itself. https://www.twilio.com/docs/messaging/api/service-resource */
export const MESSAGING_SERVICE = /^MG[0-9a-fA-F]{32}$/;
