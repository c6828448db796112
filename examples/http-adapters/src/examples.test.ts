import { expect, test } from "vitest";
import { examples } from "./examples.js";
import { runExample } from "./run-example.js";

test.each(Object.entries(examples))("%s answers the provider and tells the handler", async (_name, start) => {
  expect(await runExample(start)).toEqual({ status: 200, text: "Is anybody there?", page: "the page" });
});
