import { type Dispatcher, MockAgent, getGlobalDispatcher, setGlobalDispatcher } from "undici";

export interface LeakGuardOptions {
  /** Hosts that may be reached nevertheless, as `host:port`: a loopback server of the test. */
  readonly allow?: readonly string[];
}

export interface LeakGuard {
  /** Puts the former dispatcher back. */
  release(): Promise<void>;
}

/**
 * From now on every request through undici's global dispatcher, global `fetch` included, fails instead of reaching the network: a mock that
 * was forgotten shows at once. A dispatcher of its own (`new Agent()`) is not seen; compose it with {@link mswBridge}.
 */
export function leakGuard({ allow = [] }: LeakGuardOptions = {}): LeakGuard {
  const before: Dispatcher = getGlobalDispatcher();
  const guard = new MockAgent();
  guard.disableNetConnect();
  if (allow.length > 0) guard.enableNetConnect((host) => allow.includes(host));
  setGlobalDispatcher(guard);
  return {
    release: async () => {
      if (getGlobalDispatcher() === guard) setGlobalDispatcher(before);
      await guard.close();
    },
  };
}
