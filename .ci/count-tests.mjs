// Prints "passed failed skipped" of a vitest JSON report. A file that could not be loaded has no tests; it counts as one failed.
import { readFileSync } from "node:fs";

const report = JSON.parse(readFileSync(process.argv[2], "utf8"));
const broken = report.testResults.filter(
  (file) => file.status === "failed" && file.assertionResults.length === 0,
).length;
const skipped = report.numPendingTests + report.numTodoTests;
console.log(report.numPassedTests, report.numFailedTests + broken, skipped);
