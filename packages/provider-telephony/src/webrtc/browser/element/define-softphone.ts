import { SOFTPHONE_ELEMENT_NAME } from "../softphone-element-name.js";
import { SoftphoneElement } from "./softphone-element.js";

if (typeof customElements !== "undefined" && customElements.get(SOFTPHONE_ELEMENT_NAME) === undefined)
  customElements.define(SOFTPHONE_ELEMENT_NAME, SoftphoneElement);
