import { PlugboardFormElement } from "./form-element.js";

if (customElements.get("plugboard-form") === undefined) customElements.define("plugboard-form", PlugboardFormElement);

export { PlugboardFormElement };
