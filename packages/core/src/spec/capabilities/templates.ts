/** An approved message form of a provider. */
export interface TemplateV1 {
  readonly name: string;
  readonly language: string;
  readonly status: "approved" | "pending" | "rejected" | "paused" | "disabled";
  readonly category?: string;
  /** Number of placeholders in header and body. */
  readonly parameters: { readonly header: number; readonly body: number };
}

/** Capability `templates`: the provider's catalogue of approved templates. */
export interface TemplatesV1 {
  /** One page; `next` is handed back for the following one. */
  doListTemplates(page?: string): Promise<{ readonly templates: readonly TemplateV1[]; readonly next?: string }>;
}
