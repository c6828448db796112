/** The capabilities that are members of an instance; `deliveryReports` come out of `inboundEvents`. */
export const capabilityMembers = [
  "outboundMessages",
  "inboundEvents",
  "calls",
  "mailboxSync",
  "templates",
  "media",
  "subjectRights",
  "webhookRegistration",
  "probe",
  "conversationSignals",
  "site",
] as const;
