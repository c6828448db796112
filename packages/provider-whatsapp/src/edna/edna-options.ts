/** What differs between edna installations and cannot be a channel's setting, because the webhook contract is part of the manifest. */
export interface EdnaOptions {
  /**
   * The header field in which edna sends the generated webhook key, lower case. edna's pages say that the key is sent with every
   * webhook and do not name the field; `"not-sent"` where the box "Authenticate webhooks from edna Pulse" is not ticked: the secret
   * path stands alone then.
   * @defaultValue `"x-api-key"`, the field of edna's own API
   * @see https://docs-pulse.edna.io/docs/integrations/api/webhook-settings
   */
  readonly webhookKeyHeader?: string;
}
