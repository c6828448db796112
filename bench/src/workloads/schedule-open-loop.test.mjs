import assert from "node:assert/strict";
import { test } from "node:test";
import { scheduleOpenLoop } from "./schedule-open-loop.mjs";

test("makes messages due by the clock although an earlier one blocked the process", async () => {
  /** @type {number[]} */
  const due = [];
  const line = {
    async submit(/** @type {number} */ dueAt) {
      due.push(dueAt);
      const blockedUntil = performance.now() + 20;
      while (due.length === 3 && performance.now() < blockedUntil);
    },
  };
  const accepted = await scheduleOpenLoop(/** @type {any} */ (line), { ratePerSecond: 1_000, durationMs: 30 });
  assert.equal(accepted.length, 30);
  const steps = due.slice(1).map((dueAt, index) => Math.round(dueAt - due[index]));
  assert.ok(steps.every((step) => step === 1));
});
