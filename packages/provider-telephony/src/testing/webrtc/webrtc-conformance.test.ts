import { describeProvider } from "@plugboard/provider-testkit";
import { webrtcConformance } from "./webrtc-conformance.js";

describeProvider(webrtcConformance.provider, webrtcConformance);
