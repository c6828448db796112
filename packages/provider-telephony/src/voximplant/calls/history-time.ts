/** UTC as the Management API wants it: `"2026-11-22 10:00:00"`. https://voximplant.com/docs/references/httpapi/history#getcallhistory */
export const historyTime = (atMs: number): string => new Date(atMs).toISOString().slice(0, 19).replace("T", " ");
