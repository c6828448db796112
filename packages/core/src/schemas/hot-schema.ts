import { z } from "zod";
import { withoutLazies } from "./without-lazies.js";

/** Writing the code takes some 20 ms, which a host that sends a handful of messages is spared. */
const COMPILED_AFTER = 500;

/**
 * A schema that is asked for with every message: after some hundred values its parser is code that zod writes for this very schema
 * (`z.compile`), a third of the time. What it refuses is parsed again by the schema itself, so issues are the same. Where
 * making code from strings is forbidden (`--disallow-code-generation-from-strings`) zod leaves the schema as it is.
 */
export class HotSchema<Output> {
  private uses = 0;
  private parser: z.ZodType<Output>;

  constructor(private readonly schema: z.ZodType<Output>) {
    this.parser = schema;
  }

  safeParse(value: unknown): z.ZodSafeParseResult<Output> {
    if (this.uses <= COMPILED_AFTER) {
      this.uses += 1;
      if (this.uses > COMPILED_AFTER) this.parser = this.compiled();
    }
    return this.parser.safeParse(value);
  }

  private compiled(): z.ZodType<Output> {
    const whole = withoutLazies(this.schema);
    return whole instanceof z.ZodType ? z.compile(whole as z.ZodType<Output>) : this.schema;
  }
}
