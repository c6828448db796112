import { lookup } from "node:dns/promises";
import { connect } from "node:net";
import type { Finding } from "./finding.js";

const PORTS: Readonly<Record<string, number>> = {
  "https:": 443,
  "wss:": 443,
  "http:": 80,
  "ws:": 80,
  "smtp:": 587,
  "smtps:": 465,
  "imap:": 143,
  "imaps:": 993,
};
const CONNECT_TIMEOUT_MS = 5_000;

/** DNS and a TCP connection that is closed at once: not one byte is sent, TLS is not begun. */
export async function reach({ hostname, port, protocol }: URL): Promise<readonly Finding[]> {
  const host = hostname.replace(/^\[|\]$/g, "");
  try {
    const { address } = await lookup(host);
    const number = port === "" ? (PORTS[protocol] ?? 443) : Number(port);
    const problem = await connectTo(address, number);
    const known = { check: `dns ${host}`, ok: true, found: "is known" };
    const check = `reach ${host}`;
    if (problem === undefined) return [known, { check, ok: true, found: `answers at port ${number}` }];
    return [known, { check, ok: false, found: problem, remedy: `let this machine connect to ${host}:${number}` }];
  } catch (error) {
    const found = error instanceof Error && "code" in error ? String(error.code) : "failed";
    return [{ check: `dns ${host}`, ok: false, found, remedy: "check the name, and this machine's DNS" }];
  }
}

function connectTo(host: string, port: number): Promise<string | undefined> {
  return new Promise((settle) => {
    const socket = connect({ host, port, timeout: CONNECT_TIMEOUT_MS });
    const end = (problem?: string) => {
      socket.destroy();
      settle(problem);
    };
    socket.once("connect", () => end());
    socket.once("timeout", () => end("no answer in 5 s"));
    socket.once("error", (error) => end("code" in error ? String(error.code) : "failed"));
  });
}
