import type { FaultRow } from "../fault-row.js";
import { declaredRow } from "../support/e/declared-row.js";
import { dnsRow } from "../support/e/dns-row.js";
import { headerRow } from "../support/e/header-row.js";
import { pathRow } from "../support/e/path-row.js";
import { proxyRow } from "../support/e/proxy-row.js";
import { redirectRow } from "../support/e/redirect-row.js";
import { settingsRow } from "../support/e/settings-row.js";
import { undeclaredRow } from "../support/e/undeclared-row.js";
import { urlRow } from "../support/e/url-row.js";

export const rows: readonly FaultRow[] = [
  settingsRow,
  urlRow,
  pathRow,
  redirectRow,
  dnsRow,
  headerRow,
  proxyRow,
  undeclaredRow,
  declaredRow,
];
