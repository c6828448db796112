import { createCallRequest } from "./create-call-webhook.mjs";
import { createFormPost } from "./create-form-post.mjs";
import { createWebhookRequest } from "./create-webhook.mjs";

const MAKERS = { call: createCallRequest, form: createFormPost };

/** What a client posts. @param {keyof typeof MAKERS | undefined} request */
export const requestMaker = (request) => (request === undefined ? createWebhookRequest : MAKERS[request]);
