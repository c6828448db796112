/** A name to write under, which is nobody's number: nothing can be written back. https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id */
export const ALPHANUMERIC_SENDER = /^(?=.*[A-Za-z])[A-Za-z0-9 +_&-]{1,11}$/;
