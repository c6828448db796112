export { regexesRow as row } from "../support/regexes/regexes-row.js";
