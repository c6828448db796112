export { SOFTPHONE_ELEMENT_NAME } from "./softphone-element-name.js";
