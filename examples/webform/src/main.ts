import { startShop } from "./start-shop.js";

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const { shop, form, close } = await startShop(({ event, recordedAtMs }) => {
  if (event.type !== "message") return;
  const { from, text = "", consents = [] } = event;
  print(
    `${new Date(recordedAtMs).toISOString()}  ${from.value}  ${JSON.stringify(text)}  consents: ${String(consents.length)}`,
  );
});
print(`The shop's page, with the element:   ${shop}/`);
print(`The form's own page, with no script: ${form}`);
print("Messages are printed here. Ctrl+C ends it.");
process.once("SIGINT", () => void close());
