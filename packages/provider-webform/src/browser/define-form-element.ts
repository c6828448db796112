import { PlugboardFormElement } from "./form-element.js";

if (customElements.get("plugboard-form") === undefined) customElements.define("plugboard-form", PlugboardFormElement);

/** The element, defined: a page has it as soon as the script is there. */
export const definedFormElement = PlugboardFormElement;
