export { DatabaseUnreadable } from "./database/open-read-only.js";
export { type DatabaseOptions, verifyDatabase } from "./database/verify-database.js";
export { checkpointFileSchema } from "./export-file/line-schemas.js";
export { LineTooLong } from "./export-file/read-lines.js";
export { type ExportOptions, verifyExport } from "./export-file/verify-export.js";
export type { Finding, FindingCode, LedgerReport } from "./verify/finding.js";
