import { InstructionInvalidError } from "../spec/errors/instruction-invalid-error.js";
import { type Act, actSchema } from "../spec/act.js";

/**
 * Who acts, by what authority, when: complete, or nothing is done (R4).
 * @throws {InstructionInvalidError}
 */
export function checkAct(act: Act): Act {
  const parsed = actSchema.safeParse(act);
  if (!parsed.success) throw new InstructionInvalidError(parsed.error);
  return parsed.data;
}
