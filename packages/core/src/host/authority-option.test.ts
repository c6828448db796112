import { describe, expect, it } from "vitest";
import { OptionInvalidError } from "../spec/index.js";
import { authorityOptionSchema } from "./authority-option.js";

describe("a host without an authority", () => {
  it.each([[undefined], [{}], [{ authorise: "yes" }]])("is told what to give, for %j", (value) => {
    const parsed = authorityOptionSchema.safeParse(value);
    if (parsed.success) throw new Error("it was taken");
    expect(new OptionInvalidError(parsed.error).message).toContain('{ unchecked: "why nobody is asked" }');
  });
});
