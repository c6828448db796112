/** Ids in the manifests that {@link defineHttpProvider} makes. */
export const API = "api";
export const SEND = "send-message";
export const PROBE = "check-credentials";
