/** Names of what the form posts beside its fields. */
export const OWN_NAMES = {
  token: "_token",
  language: "_lang",
  redirect: "_redirect",
  /** Nobody who sees the page fills it in. */
  trap: "_website",
  proof: "_altcha",
} as const;
