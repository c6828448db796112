// Stands in for the account's mail provider: a mail server on loopback that counts what it takes.
const { once } = require("node:events");
const { SMTPServer } = require("smtp-server");

exports.startMailServer = async function startMailServer() {
  const taken = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    onData(stream, _session, done) {
      const chunks = [];
      stream.on("data", (chunk) => chunks.push(chunk));
      stream.on("end", () => {
        taken.push(Buffer.concat(chunks).toString());
        done();
      });
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return {
    port: server.server.address().port,
    taken,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
};
