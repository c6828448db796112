import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";

/** As strict as a site can be: no inline script or style, nothing from elsewhere but the SIP server, no text made to markup. */
export const STRICT_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' wss://localhost:*; require-trusted-types-for 'script'";

/** The page's part of a test: one softphone whose host is this script. */
const PAGE_SCRIPT = `
import "/softphone.js";
window.reports = [];
window.violations = [];
window.microphones = [];
const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wanted) => {
  const stream = await open(wanted);
  window.microphones.push(...stream.getTracks());
  return stream;
};
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
window.rings = 0;
const Tone = window.OscillatorNode;
window.OscillatorNode = class extends Tone {
  constructor(...given) {
    super(...given);
    window.rings += 1;
  }
};
window.start = (registration) => {
  const phone = document.createElement("plugboard-softphone");
  phone.desk = {
    register: async () => registration,
    report: (event) => window.reports.push(event),
    mayDial: async (to) => ({ address: \`sip:\${to.replace(/^sip:/, "").split("@")[0]}@\${registration.address.split("@")[1]}\` }),
    announce: () => undefined,
    follow: (onCommand) => {
      window.command = onCommand;
      return new Promise(() => undefined);
    },
  };
  window.phone = phone;
  document.querySelector("main").append(phone);
};
window.packets = async (id) => {
  const count = { sent: 0, received: 0 };
  for (const entry of (await window.phone.stats(id))?.values() ?? []) {
    if (entry.type === "inbound-rtp") count.received += entry.packetsReceived;
    if (entry.type === "outbound-rtp") count.sent += entry.packetsSent;
  }
  return count;
};
`;

/** Serves a page with the softphone, bundled from source as the build does it. */
export async function openSoftphoneSite(): Promise<{ origin: string; close: () => void }> {
  const bundle = await build({
    entryPoints: ["@plugboard/provider-telephony/webrtc/softphone"],
    absWorkingDir: import.meta.dirname,
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
    conditions: ["@plugboard/source"],
    logLevel: "error",
  });
  const files: Record<string, [string, string]> = {
    "/softphone.js": ["text/javascript", bundle.outputFiles[0]?.text ?? ""],
    "/page.js": ["text/javascript", PAGE_SCRIPT],
    "/": [
      "text/html",
      '<!doctype html><html lang="en"><title>Softphone</title><script type="module" src="/page.js"></script><main><h1>Desk</h1></main></html>',
    ],
  };
  const server = createServer((request, response) => {
    const [type, text] = files[request.url ?? ""] ?? ["text/plain", undefined];
    response.writeHead(text === undefined ? 404 : 200, {
      "content-type": type,
      "content-security-policy": STRICT_POLICY,
    });
    response.end(text);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
