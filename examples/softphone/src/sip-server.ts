import { z } from "zod";

const environmentSchema = z.object({
  PLUGBOARD_PEER_SIP_WS_PORT: z.coerce.number(),
  PLUGBOARD_PEER_SIP_DOMAIN: z.string(),
  PLUGBOARD_PEER_SIP_SECRET: z.string(),
});

export interface SipServer {
  readonly serverUrl: string;
  readonly domain: string;
  readonly secret: string;
}

/** The SIP server of `.ci/sip-peers`; undefined where none was started. */
export function sipServer(environment: NodeJS.ProcessEnv): SipServer | undefined {
  const read = environmentSchema.safeParse(environment);
  if (!read.success) return undefined;
  const { PLUGBOARD_PEER_SIP_WS_PORT: port, PLUGBOARD_PEER_SIP_DOMAIN: domain } = read.data;
  // Plain text is what a browser allows a page of this machine, and nothing else: in the world it is wss.
  return { serverUrl: `ws://127.0.0.1:${port}/`, domain, secret: read.data.PLUGBOARD_PEER_SIP_SECRET };
}
