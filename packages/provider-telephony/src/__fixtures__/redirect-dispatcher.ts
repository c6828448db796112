import { Agent, type Dispatcher } from "undici";

/** Leads every request to a simulator, whatever host it names; what a host does with `dangerouslyRedirectEndpoints`. */
export function redirectDispatcher(origin: string): Dispatcher {
  return new Agent().compose((dispatch) => (options, handler) => dispatch({ ...options, origin }, handler));
}
