import "./element/define-softphone.js";

export { SOFTPHONE_ELEMENT_NAME } from "./softphone-element-name.js";
export { SoftphoneElement } from "./element/softphone-element.js";
export { HttpDesk } from "./element/http-desk.js";
export type { SoftphoneDesk } from "./element/softphone-desk.js";
export { SOFTPHONE_TEXTS, type SoftphoneTexts } from "./element/softphone-texts.js";
export { Phone, type PhoneListener } from "./phone/phone.js";
export type { PhoneState } from "./phone/line.js";
export { DialRefusedError } from "./phone/dial-refused-error.js";
export type { PhoneHost } from "./phone/phone-host.js";
export type { PhoneCall } from "./phone/phone-call.js";
export type { SoftphoneCommand } from "../wire/softphone-command.js";
export type { SoftphoneEvent } from "../wire/softphone-event.js";
export type { SoftphonePermit } from "../wire/softphone-dial.js";
export type { SoftphonePresence } from "../wire/softphone-presence.js";
export type { SoftphoneRegistration } from "../wire/softphone-registration.js";
