import type { ContactCenter } from "../host/contact-center.js";
import type { ContactCenterOptions } from "../host/contact-center-options.js";
import { createContainer } from "./create-container.js";
import { TOKENS } from "./tokens.js";

/**
 * Wires a host and takes it out of its container: the one place where a service is taken out. All that a host consists of is reached from here.
 * @throws {OptionInvalidError}
 */
export function makeContactCenter(options: ContactCenterOptions): ContactCenter {
  return createContainer(options).resolve<ContactCenter>(TOKENS.ContactCenter);
}
