/** Under this name the element is defined when the module is loaded. */
export const SOFTPHONE_ELEMENT_NAME = "plugboard-softphone";
