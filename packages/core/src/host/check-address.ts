import { InstructionInvalidError } from "../spec/errors/instruction-invalid-error.js";
import { type Address, addressSchema } from "../spec/message/address.js";

/** @throws {InstructionInvalidError} no address a message could go to. */
export function checkAddress(address: Address): Address {
  const parsed = addressSchema.safeParse(address);
  if (!parsed.success) throw new InstructionInvalidError(parsed.error);
  return parsed.data;
}
