export { EDNA_PROVIDER_ID } from "./edna-provider-id.js";
