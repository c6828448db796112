/** Capability `webhookRegistration`: tells the provider where to post, where its API can be told. */
export interface WebhookRegistrationV1 {
  /** Idempotent. @returns the provider's id of the registration. */
  doRegister(request: { url: string; secret?: string }): Promise<{ registrationId: string }>;
  /** Absent where the provider has no way to take an address back. */
  doUnregister?(registrationId: string): Promise<void>;
}
