export { definedFormElement as PlugboardFormElement } from "./define-form-element.js";
