import { ContactCenterError, type ErrorDetails } from "@plugboard/core/spec";

export type PluginErrorCode =
  "PLUGIN_REFUSED" | "PLUGIN_LOAD_FAILED" | "PLUGIN_UNKNOWN" | "PLUGIN_EXISTS" | "PLUGIN_RECORD_DAMAGED";

/** A package that could not be installed, upgraded or found. What ran before goes on unchanged. */
export class PluginError extends ContactCenterError {
  override readonly code: PluginErrorCode;
  /** @param details - `package`: its name; `refusals`: a code, and what it is about, each; `path`: of the file that is damaged. */
  constructor(code: PluginErrorCode, details: ErrorDetails, options?: ErrorOptions) {
    super(code, details, options);
    this.code = code;
  }
}
