import { createHash, randomUUID } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import type { SipPeerSettings } from "./sip-peer-settings.js";

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

/** Who calls by hand, as somebody does who has a page's credentials and not its script: whatever headers are wanted. */
export class SipCaller {
  private constructor(
    private readonly socket: Socket,
    private readonly peers: SipPeerSettings,
    private readonly registration: Readonly<Record<string, string>>,
  ) {}

  static async open(peers: SipPeerSettings, registration: Readonly<Record<string, string>>): Promise<SipCaller> {
    const socket = createSocket("udp4").bind(0, "127.0.0.1");
    await once(socket, "listening");
    return new SipCaller(socket, peers, registration);
  }

  /** @param headers - lines as they are sent. @returns the final answer's status, after the digest. */
  async invite(user: string, headers: readonly string[]): Promise<number> {
    const callId = randomUUID();
    const challenged = await this.ask(user, callId, 1, headers);
    const nonce = /nonce="([^"]+)"/.exec(challenged)?.[1];
    if (nonce === undefined) return statusOf(challenged);
    const { domain } = this.peers;
    const { authorizationUser = "", password = "" } = this.registration;
    const uri = `sip:${user}@${domain}`;
    const response = md5(`${md5(`${authorizationUser}:${domain}:${password}`)}:${nonce}:${md5(`INVITE:${uri}`)}`);
    const digest = `username="${authorizationUser}", realm="${domain}", nonce="${nonce}", uri="${uri}", response="${response}"`;
    return statusOf(await this.ask(user, callId, 2, [`Proxy-Authorization: Digest ${digest}`, ...headers]));
  }

  close(): void {
    this.socket.close();
  }

  private async ask(user: string, callId: string, sequence: number, headers: readonly string[]): Promise<string> {
    const { port } = this.socket.address();
    const { address = "" } = this.registration;
    const uri = `sip:${user}@${this.peers.domain}`;
    const lines = [
      `INVITE ${uri} SIP/2.0`,
      `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bK${randomUUID()}`,
      ...["Max-Forwards: 10", `From: <${address}>;tag=${callId.slice(0, 8)}`, `To: <${uri}>`, `Call-ID: ${callId}`],
      ...[`CSeq: ${sequence} INVITE`, `Contact: <sip:me@127.0.0.1:${port}>`, ...headers, "Content-Length: 0"],
    ];
    const answered = new Promise<string>((resolve) => {
      const hear = (data: Buffer): void => {
        const text = data.toString("latin1");
        if (!text.includes(callId) || !text.includes(`CSeq: ${sequence} INVITE`) || statusOf(text) < 200) return;
        this.socket.off("message", hear);
        resolve(text);
      };
      this.socket.on("message", hear);
    });
    this.socket.send(`${lines.join("\r\n")}\r\n\r\n`, this.peers.port, this.peers.host);
    return answered;
  }
}

function statusOf(answer: string): number {
  return Number(/^SIP\/2\.0 (\d{3})/.exec(answer)?.[1]);
}
