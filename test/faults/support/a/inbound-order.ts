/** What the host process of an inbound row works with. */
export interface InboundOrder {
  readonly database: string;
  /** Of the channel's webhooks, `whsec_` and base64. */
  readonly secret: string;
  readonly mutant?: boolean;
}
