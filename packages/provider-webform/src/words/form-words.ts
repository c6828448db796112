/** What the form says by itself, in one language. `{…}` are filled in. */
export interface FormWords {
  readonly direction: "ltr" | "rtl";
  readonly submit: string;
  readonly sending: string;
  readonly sent: string;
  readonly sentTitle: string;
  readonly another: string;
  readonly optional: string;
  readonly choose: string;
  readonly leaveEmpty: string;
  readonly purpose: string;
  readonly files: string;
  readonly correct: string;
  readonly problems: Readonly<Record<string, string>>;
  readonly failures: Readonly<Record<string, string>>;
  readonly confirmTitle: string;
  readonly confirmText: string;
  readonly confirmButton: string;
  readonly confirmed: string;
  readonly confirmUnknown: string;
  readonly needsScript: string;
}
