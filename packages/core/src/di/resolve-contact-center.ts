import type { DependencyContainer } from "tsyringe";
import type { ContactCenter } from "../host/contact-center.js";
import { TOKENS } from "./tokens.js";

/** The one place where a service is taken out of the container. */
export function resolveContactCenter(container: DependencyContainer): ContactCenter {
  return container.resolve<ContactCenter>(TOKENS.ContactCenter);
}
