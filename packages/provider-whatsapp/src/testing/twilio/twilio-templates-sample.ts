/** The catalogue the simulator answers, in Twilio's form. https://www.twilio.com/docs/content/content-api-resources */
export const TWILIO_TEMPLATES = [
  {
    sid: "HX00000000000000000000000000000081",
    friendly_name: "card_ready",
    language: "en",
    variables: { "1": "Alex", "2": "10 October", "3": "cards/0001" },
    types: { "twilio/call-to-action": { body: "Hello {{1}}, your card is ready on {{2}}." } },
    approval_requests: { name: "card_ready", category: "UTILITY", status: "approved", rejection_reason: "" },
  },
  {
    sid: "HX00000000000000000000000000000096",
    friendly_name: "offer",
    language: "de",
    variables: {},
    types: { "twilio/text": { body: "Ein Angebot" } },
    approval_requests: { name: "offer", category: "MARKETING", status: "rejected", rejection_reason: "promotional" },
  },
  {
    sid: "HX00000000000000000000000000000097",
    friendly_name: "draft",
    language: "en",
    variables: { "1": "Alex" },
    types: { "twilio/text": { body: "Hello {{1}}" } },
    approval_requests: { name: "draft", category: "UTILITY", status: "paused", rejection_reason: "" },
  },
] as const;
