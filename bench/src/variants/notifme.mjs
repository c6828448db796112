import notifme from "notifme-sdk";
import { createMessage, indexOf } from "../message.mjs";
import { createPost } from "./create-post.mjs";

const NotifmeSdk = notifme.default ?? notifme;

/** notifme-sdk with a custom provider over the same undici Pool, or one that does nothing. @type {import("../probes/open-variant.mjs").Variant} */
export default {
  async open(setup, onDone) {
    const wire = setup.providerUrls.length === 0 ? null : createPost(setup);
    const sdk = new NotifmeSdk({
      channels: {
        sms: {
          providers: [
            { type: "custom", id: "bench", send: async (request) => (wire ? wire.post(request) : request.id) },
          ],
        },
      },
    });
    return {
      async submit(index) {
        const message = createMessage(index);
        const { status } = await sdk.send({ sms: message });
        if (status !== "success") throw new Error("notifme did not send");
        onDone(indexOf(message));
      },
      close: async () => wire?.close(),
    };
  },
};
