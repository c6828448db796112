/**
 * Twenty values that stand for personal data and secrets, each unlike anything a program would write by itself. Send them through everything
 * (as recipient, text, key, cookie, …), then let {@link personalDataProbe} look for them where they must not be (G7).
 */
export const personalDataCanaries = {
  phone: "+4915199887766",
  senderPhone: "+33712345098",
  email: "mia.quandt.9137@canary-mail.example",
  senderEmail: "desk.4482@canary-shop.example",
  name: "Ömer Quastenflosser",
  senderName: "Zoë Wunderlich-Kanari",
  text: 'Bitte klingeln Sie bei Quarzuhr 71 👋 & sagen "Zitronenfalter"',
  subject: "Ihr Befund vom 31. Zitronenmonat",
  fileName: "Kontoauszug-Zitronenfalter-1987.pdf",
  handle: "wa-user-77c1d0f2kanarie",
  session: "visitor-5e0bkanarienvogel31",
  location: "52.5170365,13.3888599",
  apiKey: "key-canary-8f1b2c3d4e5f60718293a4b5",
  password: "Tr0ub4dor&Kanarie/3=",
  token: "eyJjYW5hcnkiOiJrYW5hcmllIn0.q8w7e6r5t4z3",
  webhookSecret: "whsec_S2FuYXJpZW52b2dlbEthbmFyaWVudm9nZWw=",
  signature: "v1,Zml2ZSBjYW5hcmllcyBpbiBhIGNvYWwgbWluZQ==",
  cookie: "sid=kanarie-0f9e8d7c6b5a4938",
  urlQuery: "ref=kanarie-7/41&to=quastenflosser",
  accountNumber: "DE02120300000000202051",
} as const satisfies Record<string, string>;
