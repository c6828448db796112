/** What `GET config` answers. */
export interface ChatConfig {
  readonly name: string;
  readonly greeting: Readonly<Record<string, string>> | null;
  readonly consent: {
    readonly wordings: readonly { readonly language: string; readonly wording: string; readonly wordingHash: string }[];
    readonly privacyUrl: string | null;
  } | null;
  readonly offlineUrl: string | null;
  readonly online: boolean;
  readonly files: { readonly maxBytes: number; readonly types: readonly string[] } | null;
  readonly maxTextLength: number;
  readonly requireIdentity: boolean;
}
