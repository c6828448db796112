export { OperatorDesk, type Told } from "./operator-desk.js";
export { operatorPages, type OperatorView, type ServedFile } from "./operator-pages.js";
