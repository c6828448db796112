import type { ImapFlow } from "imapflow";

/** The server said no to a question; nothing of its text, which may quote anything. */
class ServerRefused extends Error {
  readonly responseStatus = "NO";
}

/**
 * The answer to a question. imapflow answers `false` where the server refuses, which is not the same as finding nothing.
 * @throws {ServerRefused} @throws {Error} the connection is gone.
 */
export function requireAnswer<Answer>(client: ImapFlow, answer: Answer | false | undefined): Answer {
  if (answer !== false && answer !== undefined) return answer;
  throw client.usable ? new ServerRefused("refused") : new Error("connection closed");
}
