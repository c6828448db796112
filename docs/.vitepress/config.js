export { siteConfig as default } from "../../scripts/docs/site-config.ts";
