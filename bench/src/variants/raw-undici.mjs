import { createMessage } from "../message.mjs";
import { createPost } from "./create-post.mjs";

/** The baseline: no queue, no gates, no receipt, one POST a message. @type {import("../probes/open-variant.mjs").Variant} */
export default {
  async open(setup, onDone) {
    const { post, close } = createPost(setup);
    return {
      async submit(index) {
        await post(createMessage(index));
        onDone(index);
      },
      close,
    };
  },
};
