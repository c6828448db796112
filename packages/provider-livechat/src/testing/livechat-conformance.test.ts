import { describeProvider } from "@plugboard/provider-testkit";
import { livechatConformance } from "./livechat-conformance.js";

describeProvider(livechatConformance.provider, livechatConformance);
