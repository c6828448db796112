import type { LiveCredentialsV1 } from "@plugboard/core/spec";
import { httpProviderCredentialsSchema } from "../../http-provider/http-provider-credentials.js";
import type { BadProvider } from "./bad-provider.js";
import { withConnection } from "./spoil.js";

/** What can be wrong with keeping an account's credentials. */
export const badKeepers: readonly BadProvider[] = [
  {
    name: "remembers-the-credentials-it-first-had",
    breaks: "credentials",
    make: (good) => {
      let first: Promise<LiveCredentialsV1<unknown>> | undefined;
      return withConnection(good, ({ credentials }) => ({
        credentials: { resolve: () => (first ??= credentials.resolve()) },
      }));
    },
  },
  {
    name: "sends-with-the-credentials-of-before",
    breaks: "credentials",
    make: (good) =>
      withConnection(good, ({ credentials }) => ({
        credentials: {
          resolve: async () => {
            const { current, previous } = await credentials.resolve();
            return { current: previous ?? current };
          },
        },
      })),
  },
  {
    name: "lends-one-accounts-key-to-another",
    breaks: "credentials",
    make: (good) => {
      const known = new Map<string, { readonly accountId: string; readonly current: unknown }>();
      return withConnection(good, ({ credentials, settings, accountId }) => ({
        credentials: {
          resolve: async () => {
            const live = await credentials.resolve();
            const server = JSON.stringify(settings);
            const lent = known.get(server);
            if (lent !== undefined && lent.accountId !== accountId) return { current: lent.current };
            known.set(server, { accountId, current: live.current });
            return live;
          },
        },
      }));
    },
  },
  {
    name: "shows-the-old-key-beside-the-new-one",
    breaks: "credentials",
    make: (good) =>
      withConnection(good, ({ credentials, http }) => ({
        http: {
          request: async (request) => {
            const { previous } = await credentials.resolve();
            if (previous === undefined) return http.request(request);
            const { apiKey } = httpProviderCredentialsSchema.parse(previous);
            const login = Buffer.from(`key:${apiKey}`).toString("base64");
            return http.request({ ...request, headers: { ...request.headers, "x-former": `Basic ${login}` } });
          },
        },
      })),
  },
];
