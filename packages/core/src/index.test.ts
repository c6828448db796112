import { expect, test } from "vitest";
import { createContactCenter } from "./index.js";
import { memoryStore } from "./ports/memory/index.js";

test("an import of the core leaves the services of a host to the first host", async () => {
  // tsyringe refuses to load without this, and every service is decorated by tsyringe.
  expect(Reflect).not.toHaveProperty("getMetadata");
  const center = await createContactCenter({ store: memoryStore(), authority: { unchecked: "a test" } });
  await center.close();
  expect(Reflect).toHaveProperty("getMetadata");
});
