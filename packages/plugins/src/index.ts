export { findConnectors, type FoundConnector } from "./find-connectors.js";
export { PluginError, type PluginErrorCode } from "./plugin-error.js";
export { type InstallOptions, type IsolationLevel, type PluginsOptions, type Verification } from "./plugin-options.js";
export { type PluginSource } from "./plugin-source.js";
export { type InstalledPlugin, Plugins } from "./plugins.js";
