/** A host that is open: what `import "@plugboard/core"` leaves for the first `createContactCenter` is in it. */
import { createContactCenter } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";

const center = await createContactCenter({
  store: memoryStore(),
  authority: { unchecked: "the bench opens no channel" },
});
await center.close();
