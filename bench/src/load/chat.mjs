/** vercel/chat with one adapter. */
import "chat";
import "@chat-adapter/whatsapp";
