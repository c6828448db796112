import { sipServer } from "./sip-server.js";
import { startSite } from "./start-site.js";

const sip = sipServer(process.env);
if (!sip) {
  console.error('No SIP server: .ci/sip-peers start && eval "$(.ci/sip-peers env)", then again.');
  process.exitCode = 1;
} else {
  const port = Number(process.argv[2] ?? 0);
  const site = await startSite(sip, port);
  // What the host knows of every call, whoever's page told it.
  site.center.receive(({ event }) => {
    if (event.type !== "call") return;
    const { callId, direction, event: what, cause, durationMs } = event;
    console.log(JSON.stringify({ callId, direction, event: what, cause, durationMs }));
  });
  console.log(`Two desks, to be opened in two tabs: ${site.origin}/desk/anna and ${site.origin}/desk/bert`);
  console.log('A line "call" here has anna\'s telephone call bert. Ctrl+C ends it.');
  process.stdin.on("data", (line: Buffer) => {
    if (line.toString().trim() !== "call") return;
    const to = `sip:bert@${sip.domain}`;
    void site.center.calls.start({ accountId: "acme", channelId: "desk", to, callerId: "line:anna" }).then((result) => {
      console.log(JSON.stringify({ asked: result.accepted ? result.outcome?.outcome : result.refusal.code }));
    });
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void site.close().then(() => process.exit(0)));
}
