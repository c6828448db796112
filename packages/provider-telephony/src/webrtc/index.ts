export { WEBRTC_PROVIDER_ID } from "./webrtc-provider-id.js";
