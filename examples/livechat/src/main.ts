import { memoryStore } from "@plugboard/core/memory";
import { startChatShop } from "./start-chat-shop.js";

const shop = await startChatShop(memoryStore());
console.log(`The shop, with the chat:  ${shop.shopUrl}`);
console.log(`The operator's page:      ${shop.operatorUrl}`);
console.log("Ctrl+C ends it; the example keeps everything in memory.");
process.once("SIGINT", () => void shop.close().then(() => process.exit(0)));
