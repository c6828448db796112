export { startLoopbackServer, type LoopbackHandler, type LoopbackServer } from "./loopback/start-loopback-server.js";
