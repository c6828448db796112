import type { HttpRequestV1 } from "@plugboard/core/spec";
import { fakeConnection } from "@plugboard/provider-testkit";
import { expect, test } from "vitest";
import { twilio } from "../index.js";

const ACCOUNT = `AC${"0".repeat(31)}7`;
const ROOT = `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT}`;
const settings = { accountSid: ACCOUNT, from: "+14155550100", webhookUrl: "https://host.example/webhooks/c1" };
const credentials = { authToken: "5a1f0e2b3c4d5e6f708192a3b4c5d6e7" };

/** The capability, and what it asked for. */
async function openMedia() {
  const asked: HttpRequestV1[] = [];
  const request = (one: HttpRequestV1) => {
    asked.push(one);
    return Promise.resolve({ status: one.method === "GET" ? 200 : 204, headers: {}, body: Uint8Array.of(1) });
  };
  const { media } = await twilio.open({ ...fakeConnection(twilio, { settings, credentials }), http: { request } });
  return { media, asked };
}

test.each([`${ROOT}/Messages/MM1/Media/ME1`, `${ROOT.replace("api.", "api.dublin.ie1.")}/Messages/MM1/Media/ME1`])(
  "a file of an MMS is fetched and deleted under the address Twilio gave: %s",
  async (mediaId) => {
    const { media, asked } = await openMedia();
    await media?.doDownload({ transferId: "t", mediaId });
    await media?.doDelete?.({ transferId: "t", mediaId });
    expect(asked.map(({ method, url }) => [method, url])).toEqual([
      ["GET", mediaId],
      ["DELETE", `${mediaId}.json`],
    ]);
  },
);

test.each([
  ["the messages of the account", `${ROOT}/Messages`],
  ["a number of the account", `${ROOT}/IncomingPhoneNumbers/PN1`],
  ["a file of another account", `${ROOT.replace(ACCOUNT, "AC2")}/Messages/MM1/Media/ME1`],
  ["the same with a query", `${ROOT}/Messages/MM1/Media/ME1?x=`],
  ["the store of files", `${ROOT.replace("api.twilio.com", "mms.twiliocdn.com")}/Messages/MM1/Media/ME1`],
])("%s is no file of a message: nothing is asked for under its address", async (_what, mediaId) => {
  const { media, asked } = await openMedia();
  const refused = { code: "EGRESS_REFUSED", reason: "url-invalid" };
  await expect(media?.doDownload({ transferId: "t", mediaId })).rejects.toMatchObject(refused);
  await expect(media?.doDelete?.({ transferId: "t", mediaId })).rejects.toMatchObject(refused);
  expect(asked).toEqual([]);
});
