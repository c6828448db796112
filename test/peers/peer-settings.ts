import { readFileSync } from "node:fs";
import { z } from "zod";

const portSchema = z.coerce.number().int().min(1).max(65_535);

/** Where the real mail servers listen, as `.ci/peers env` says. */
const environmentSchema = z.object({
  PLUGBOARD_PEER_HOST: z.string(),
  /** Submission, plain with STARTTLS. */
  PLUGBOARD_PEER_SMTP_PORT: portSchema,
  /** Submission, TLS from the first byte. */
  PLUGBOARD_PEER_SMTPS_PORT: portSchema,
  PLUGBOARD_PEER_IMAP_PORT: portSchema,
  PLUGBOARD_PEER_IMAPS_PORT: portSchema,
  PLUGBOARD_PEER_LMTP_PORT: portSchema,
  PLUGBOARD_PEER_DOMAIN: z.string(),
  PLUGBOARD_PEER_USER: z.string(),
  PLUGBOARD_PEER_SECOND_USER: z.string(),
  PLUGBOARD_PEER_PASSWORD: z.string(),
  PLUGBOARD_PEER_XOAUTH2_TOKEN: z.string(),
  PLUGBOARD_PEER_CA: z.string(),
});

export interface PeerSettings {
  readonly host: string;
  readonly smtpPort: number;
  readonly smtpsPort: number;
  readonly imapPort: number;
  readonly imapsPort: number;
  readonly lmtpPort: number;
  /** Mailboxes besides the two users: `box01` … `box20`. Any other name is refused at once with 550. */
  readonly domain: string;
  /** Full address, which is the login name too; all mailboxes have the one password. */
  readonly user: string;
  readonly secondUser: string;
  readonly password: string;
  /** An OAuth 2 access token of `user`. */
  readonly xoauth2Token: string;
  /** PEM of the authority that signed the servers' certificate. */
  readonly ca: string;
}

/**
 * @returns undefined where no peers were started (nothing of the environment is set).
 * @throws {z.ZodError} set in part or wrongly.
 */
export function peerSettings(environment: NodeJS.ProcessEnv): PeerSettings | undefined {
  if (environment["PLUGBOARD_PEER_SMTP_PORT"] === undefined) return undefined;
  const read = environmentSchema.parse(environment);
  return {
    host: read.PLUGBOARD_PEER_HOST,
    smtpPort: read.PLUGBOARD_PEER_SMTP_PORT,
    smtpsPort: read.PLUGBOARD_PEER_SMTPS_PORT,
    imapPort: read.PLUGBOARD_PEER_IMAP_PORT,
    imapsPort: read.PLUGBOARD_PEER_IMAPS_PORT,
    lmtpPort: read.PLUGBOARD_PEER_LMTP_PORT,
    domain: read.PLUGBOARD_PEER_DOMAIN,
    user: read.PLUGBOARD_PEER_USER,
    secondUser: read.PLUGBOARD_PEER_SECOND_USER,
    password: read.PLUGBOARD_PEER_PASSWORD,
    xoauth2Token: read.PLUGBOARD_PEER_XOAUTH2_TOKEN,
    ca: readFileSync(read.PLUGBOARD_PEER_CA, "utf8"),
  };
}
