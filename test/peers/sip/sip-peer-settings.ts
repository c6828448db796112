import { readFileSync } from "node:fs";
import { z } from "zod";

const portSchema = z.coerce.number().int().min(1).max(65_535);

/** Where Kamailio and baresip listen, as `.ci/sip-peers env` says. */
const environmentSchema = z.object({
  PLUGBOARD_PEER_SIP_HOST: z.string(),
  PLUGBOARD_PEER_SIP_PORT: portSchema,
  PLUGBOARD_PEER_SIP_WS_PORT: portSchema,
  PLUGBOARD_PEER_SIP_WSS_PORT: portSchema,
  PLUGBOARD_PEER_SIP_LOAD_PORT: portSchema,
  PLUGBOARD_PEER_SIP_CONTROL_PORT: portSchema,
  PLUGBOARD_PEER_SIP_DOMAIN: z.string(),
  PLUGBOARD_PEER_SIP_SECRET: z.string(),
  PLUGBOARD_PEER_SIP_CERTIFICATE: z.string(),
  PLUGBOARD_PEER_SIP_CERTIFICATE_PIN: z.string(),
});

export interface SipPeerSettings {
  readonly host: string;
  /** UDP and TCP. */
  readonly port: number;
  readonly wsPort: number;
  readonly wssPort: number;
  /** Calls to `load@domain` are sent here. */
  readonly loadPort: number;
  /** baresip's `ctrl_tcp`: JSON in netstrings. */
  readonly controlPort: number;
  readonly domain: string;
  /** With it Kamailio's credentials are made. */
  readonly secret: string;
  /** PEM. */
  readonly certificate: string;
  /** For Chromium's `--ignore-certificate-errors-spki-list`. */
  readonly certificatePin: string;
}

/**
 * @returns undefined where no SIP peers were started.
 * @throws {z.ZodError} set in part or wrongly.
 */
export function sipPeerSettings(environment: NodeJS.ProcessEnv): SipPeerSettings | undefined {
  if (environment["PLUGBOARD_PEER_SIP_PORT"] === undefined) return undefined;
  const read = environmentSchema.parse(environment);
  return {
    host: read.PLUGBOARD_PEER_SIP_HOST,
    port: read.PLUGBOARD_PEER_SIP_PORT,
    wsPort: read.PLUGBOARD_PEER_SIP_WS_PORT,
    wssPort: read.PLUGBOARD_PEER_SIP_WSS_PORT,
    loadPort: read.PLUGBOARD_PEER_SIP_LOAD_PORT,
    controlPort: read.PLUGBOARD_PEER_SIP_CONTROL_PORT,
    domain: read.PLUGBOARD_PEER_SIP_DOMAIN,
    secret: read.PLUGBOARD_PEER_SIP_SECRET,
    certificate: readFileSync(read.PLUGBOARD_PEER_SIP_CERTIFICATE, "utf8"),
    certificatePin: read.PLUGBOARD_PEER_SIP_CERTIFICATE_PIN,
  };
}
