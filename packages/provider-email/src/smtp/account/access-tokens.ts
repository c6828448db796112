import {
  AnswerInvalidError,
  type ClockV1,
  type HttpClientV1,
  type HttpResponseV1,
  readJsonAnswer,
  TransferFailedError,
} from "@plugboard/core/spec";
import { z } from "zod";
import { AuthorizationFailure } from "./authorization-failure.js";

/** RFC 6749 §5.1, as far as it is needed. */
const answerSchema = z.object({ access_token: z.string().min(1).max(16_384), expires_in: z.number().min(0).nullish() });
/** A token is renewed this long before it ends, so that it lives as long as the session that presents it. */
const MARGIN_MS = 60_000;
/** RFC 6749 §5.1 leaves out how long a token without `expires_in` lives; an hour is what Google and Microsoft give. */
const DEFAULT_LIFETIME_SECONDS = 3_600;

export interface RefreshGrant {
  readonly tokenUrl: string;
  readonly scope?: string | undefined;
  readonly refreshToken: string;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
}

/** Turns a refresh token into access tokens (RFC 6749 §6); keeps each until shortly before it ends and asks once at a time. */
export class AccessTokens {
  private kept:
    { readonly grant: string; readonly token: string; readonly endsAtMs: number; readonly isNew: boolean } | undefined;
  private pending: { readonly grant: string; readonly token: Promise<string> } | undefined;

  constructor(
    private readonly http: HttpClientV1,
    private readonly clock: ClockV1,
  ) {}

  /** @throws {AuthorizationFailure} */
  async get(grant: RefreshGrant): Promise<string> {
    const key = JSON.stringify(grant);
    if (this.kept?.grant === key && this.clock.now() < this.kept.endsAtMs) {
      if (this.kept.isNew) this.kept = { ...this.kept, isNew: false };
      return this.kept.token;
    }
    if (this.pending?.grant !== key) {
      const token = this.renew(grant, key).finally(() => {
        if (this.pending?.grant === key) this.pending = undefined;
      });
      this.pending = { grant: key, token };
    }
    return await this.pending.token;
  }

  /**
   * A mail server refused a token.
   * @returns whether {@link get} gives another one that is worth a try: not where this one is refused from the beginning.
   */
  refused(token: string): boolean {
    if (this.pending !== undefined || (this.kept !== undefined && this.kept.token !== token)) return true;
    const wasNew = this.kept?.isNew ?? true;
    this.kept = undefined;
    return !wasNew;
  }

  private async renew(grant: RefreshGrant, key: string): Promise<string> {
    const askedAtMs = this.clock.now();
    const response = await this.ask(grant);
    if (response.status === 400 || response.status === 401 || response.status === 403)
      throw new AuthorizationFailure("CREDENTIALS_REFUSED", "account", response.status);
    if (response.status !== 200)
      throw new AuthorizationFailure("AUTHORIZATION_UNAVAILABLE", "provider", response.status);
    try {
      const answer = readJsonAnswer(response, answerSchema);
      const lifetimeMs = (answer.expires_in ?? DEFAULT_LIFETIME_SECONDS) * 1_000;
      this.kept = { grant: key, token: answer.access_token, endsAtMs: askedAtMs + lifetimeMs - MARGIN_MS, isNew: true };
      return answer.access_token;
    } catch (error) {
      if (AnswerInvalidError.isInstance(error)) throw new AuthorizationFailure("AUTHORIZATION_UNAVAILABLE", "provider");
      throw error;
    }
  }

  private async ask(grant: RefreshGrant): Promise<HttpResponseV1> {
    const form = new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: grant.refreshToken,
      client_id: grant.clientId,
    });
    if (grant.clientSecret !== undefined) form.set("client_secret", grant.clientSecret);
    if (grant.scope !== undefined) form.set("scope", grant.scope);
    try {
      return await this.http.request({
        operation: "token",
        method: "POST",
        url: grant.tokenUrl,
        headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
        body: form.toString(),
      });
    } catch (error) {
      // Passed on as it is, it would say that the message's bytes may have left.
      if (isTransferFailure(error)) throw new AuthorizationFailure("AUTHORIZATION_UNAVAILABLE", error.party);
      throw error;
    }
  }
}

function isTransferFailure(error: unknown): error is TransferFailedError {
  return TransferFailedError.isInstance(error) && error.code === "TRANSFER_FAILED";
}
