import { randomUUID } from "node:crypto";
import type { EmailContent } from "@plugboard/core/spec";
import { expect, test } from "vitest";
import { describeWithPeers } from "./describe-with-peers.js";
import { ACCOUNT_ID, openCenter } from "./open-center.js";

const TEXT = ["..two dots", ".", "From here", "trailing blanks  ", "", "x".repeat(2_000), "Größe 漢字 🙂", "end"].join(
  "\r\n",
);

describeWithPeers("a message through real mail servers", (peers) => {
  const email = (value: string) => ({ address: { kind: "email" as const, value } });

  test.each(["tls", "starttls"] as const)("comes back as it was sent: %s", async (security) => {
    const mailbox = `box01@${peers.domain}`;
    const { center, channelId, awaitEvent } = await openCenter(peers, mailbox, security);
    const image = Uint8Array.from({ length: 4_096 }, (_, index) => index % 256);
    const content: EmailContent = {
      type: "email",
      subject: `Größe 漢字 ${randomUUID()}`,
      text: TEXT,
      html: `<p>${TEXT}</p><img src="cid:dot@plugboard.test">`,
      attachments: [
        { filename: "Übersicht.bin", contentType: "application/octet-stream", bytes: image },
        { filename: "dot.png", contentType: "image/png", bytes: image, contentId: "dot@plugboard.test" },
      ],
    };

    const sent = await center.send({ accountId: ACCOUNT_ID, channelId, recipients: [email(mailbox)], content });
    if (!sent.accepted) throw new Error(sent.refusal.code);
    const settled = await center.messages.settled(ACCOUNT_ID, sent.messageId);
    expect(settled.state).toBe("received");

    const { event } = await awaitEvent(({ event }) => event.type === "message" && event.subject === content.subject);
    expect(event).toMatchObject({
      type: "message",
      providerMessageId: settled.providerMessageId,
      from: { value: mailbox },
      subject: content.subject,
      text: content.text,
      html: content.html,
    });
    // In the order of the MIME tree: what the HTML shows comes before what is attached.
    const media = event.type === "message" ? (event.media ?? []) : [];
    expect(media).toMatchObject([
      { filename: "dot.png", contentType: "image/png", contentId: "dot@plugboard.test", inline: true },
      { filename: "Übersicht.bin", contentType: "application/octet-stream" },
    ]);
    for (const { bytes } of media) expect(bytes && Buffer.from(bytes).equals(image)).toBe(true);
  });

  test("with an access token (XOAUTH2) instead of a password, for sending and for the mailbox", async () => {
    const { user } = peers;
    const credentials = { user, accessToken: peers.xoauth2Token };
    const { center, channelId, awaitEvent } = await openCenter(peers, user, "tls", credentials);
    const content = { type: "email" as const, subject: `by token ${randomUUID()}`, text: TEXT };
    const sent = await center.send({ accountId: ACCOUNT_ID, channelId, recipients: [email(user)], content });
    if (!sent.accepted) throw new Error(sent.refusal.code);
    expect(await center.messages.settled(ACCOUNT_ID, sent.messageId)).toMatchObject({ state: "received" });
    const { event } = await awaitEvent(({ event }) => event.type === "message" && event.subject === content.subject);
    expect(event).toMatchObject({ text: content.text });
  });

  test("for a dead address is settled as received and reported as a hard bounce", async () => {
    const mailbox = `box02@${peers.domain}`;
    const { center, channelId, awaitEvent } = await openCenter(peers, mailbox, "tls");
    const recipient = `${randomUUID()}@late.${peers.domain}`;
    const content = { type: "email" as const, subject: "to nobody", text: "x" };

    const sent = await center.send({ accountId: ACCOUNT_ID, channelId, recipients: [email(recipient)], content });
    if (!sent.accepted) throw new Error(sent.refusal.code);
    const settled = await center.messages.settled(ACCOUNT_ID, sent.messageId);
    const report = await awaitEvent(({ event }) => event.type === "delivery-report" && event.recipient === recipient);
    expect(report).toMatchObject({
      messageId: sent.messageId,
      event: {
        providerMessageId: settled.providerMessageId,
        status: "undelivered",
        permanence: "hard",
        enhancedStatusCode: "5.1.1",
      },
    });
  });

  test("for a mailbox the server refuses at once is refused for good, after one transfer", async () => {
    const { center, channelId } = await openCenter(peers, `box03@${peers.domain}`, "tls");
    const recipients = [email(`nobody-here@${peers.domain}`)];
    const content = { type: "email" as const, subject: "to nobody", text: "x" };
    const sent = await center.send({ accountId: ACCOUNT_ID, channelId, recipients, content });
    if (!sent.accepted) throw new Error(sent.refusal.code);
    const { messageId } = sent;
    expect(await center.messages.settled(ACCOUNT_ID, messageId)).toMatchObject({ state: "refused", attempt: 1 });
    const transfers = await center.ledger.entries({ accountId: ACCOUNT_ID, messageId });
    expect(transfers.map(({ outcome }) => outcome)).toEqual(["refused"]);
  });

  test("for a busy mailbox waits and is tried again", async () => {
    const { center, channelId } = await openCenter(peers, `box04@${peers.domain}`, "tls");
    const closed = new Promise((resolve) => center.on("transfer-closed", resolve));
    const recipients = [email(`later@${peers.domain}`)];
    const content = { type: "email" as const, subject: "for later", text: "x" };
    const sent = await center.send({ accountId: ACCOUNT_ID, channelId, recipients, content });
    if (!sent.accepted) throw new Error(sent.refusal.code);
    expect(await closed).toMatchObject({ messageId: sent.messageId, outcome: "try-again" });
    expect(await center.messages.status(ACCOUNT_ID, sent.messageId)).toMatchObject({ state: "waiting", attempt: 1 });
  });
});
