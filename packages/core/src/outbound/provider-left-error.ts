import { RequestError } from "../spec/errors/request-error.js";

/**
 * A channel did not open because its provider left, another version of it came, or the host closes: nothing was tried. A class of the host's own,
 * since a plugin can throw an error of the same code.
 */
export class ProviderLeftError extends RequestError {
  constructor(providerId: string, isHostClosed: boolean) {
    if (isHostClosed) super("HOST_CLOSED");
    else super("PROVIDER_DISABLED", { providerId });
  }
}
