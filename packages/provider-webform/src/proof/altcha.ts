import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { AltchaChallenge } from "../form/form-delivery.js";
import { sign } from "../token/sign.js";

const solutionSchema = z.object({
  algorithm: z.literal("SHA-256"),
  challenge: z.string().length(64),
  number: z.int().min(0).max(1_000_000),
  salt: z.string().max(200),
  signature: z.string().length(64),
});

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * The puzzle of one form token: find the number whose hash behind the salt is the challenge. Salt and number follow from the token, so nothing is
 * stored, and a solution is worth one submission.
 */
export function altchaChallenge(key: string, nonce: string, maxNumber: number): AltchaChallenge {
  const salt = sign(key, "altcha-salt", nonce).slice(0, 24);
  const number = Number.parseInt(
    createHmac("sha256", key).update(`altcha-number\n${nonce}`).digest("hex").slice(0, 12),
    16,
  );
  const challenge = sha256(salt + String(number % (maxNumber + 1)));
  const signature = createHmac("sha256", key).update(challenge).digest("hex");
  return { algorithm: "SHA-256", challenge, salt, signature, maxnumber: maxNumber };
}

/** Whether a payload (JSON in base64, as ALTCHA's clients send it) solves the puzzle of this token. */
export function isAltchaSolved(payload: string, keys: readonly string[], nonce: string, maxNumber: number): boolean {
  if (payload.length > 1_000) return false;
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(payload, "base64").toString("utf8"));
  } catch {
    // Not JSON: no solution, whatever it is.
    return false;
  }
  const solution = solutionSchema.safeParse(parsed);
  if (!solution.success) return false;
  const { salt, number, challenge, signature } = solution.data;
  return keys.some((key) => {
    const asked = altchaChallenge(key, nonce, maxNumber);
    const isAsked = asked.salt === salt && timingSafeEqual(Buffer.from(asked.signature), Buffer.from(signature));
    return isAsked && asked.challenge === challenge && sha256(salt + String(number)) === challenge;
  });
}
