/** Every word the element says by itself, in one language. `{…}` is filled in. */
export interface Words {
  readonly direction: "ltr" | "rtl";
  readonly open: string;
  readonly unread: string;
  readonly close: string;
  readonly conversation: string;
  readonly online: string;
  readonly offline: string;
  readonly offlineForm: string;
  readonly connecting: string;
  readonly write: string;
  readonly send: string;
  readonly attach: string;
  readonly remove: string;
  readonly more: string;
  readonly save: string;
  readonly erase: string;
  readonly eraseAsk: string;
  readonly eraseYes: string;
  readonly eraseNo: string;
  readonly erased: string;
  readonly you: string;
  readonly sending: string;
  readonly waiting: string;
  readonly sent: string;
  readonly read: string;
  readonly failed: string;
  readonly again: string;
  readonly typing: string;
  readonly earlier: string;
  readonly download: string;
  readonly privacy: string;
  readonly consentFirst: string;
  readonly tooLong: string;
  readonly fileTooLarge: string;
  readonly fileRefused: string;
  /** With `{time}`: when the next one is taken. */
  readonly tooMuch: string;
  readonly tooMany: string;
  readonly signIn: string;
  readonly fileGone: string;
}
