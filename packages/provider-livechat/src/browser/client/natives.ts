/** Taken when the script loads: what a page puts in their place later does not reach the chat. */
export const natives = {
  WebSocket: globalThis.WebSocket,
  fetch: globalThis.fetch.bind(globalThis),
  stringify: JSON.stringify.bind(JSON),
  parse: JSON.parse.bind(JSON) as (text: string) => unknown,
  setTimeout: globalThis.setTimeout.bind(globalThis),
  clearTimeout: globalThis.clearTimeout.bind(globalThis),
  randomUUID: (crypto as Partial<Crypto>).randomUUID?.bind(crypto),
  getRandomValues: crypto.getRandomValues.bind(crypto),
} as const;
