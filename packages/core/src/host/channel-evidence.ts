import type { Disclosure } from "../policy/disclosure.js";
import type { DocumentVersion } from "../policy/terms-policy.js";
import type { ChannelDocument } from "./channel-document.js";
import { sharedValue } from "./shared-value.js";

/** What was accepted of a provider, as far as decisions need it: read when the provider is another than was accepted. */
export interface ChannelEvidence {
  readonly accepted: readonly DocumentVersion[];
  /** The disclosure that was shown last, with the documents as they were then. */
  readonly shown: Disclosure | undefined;
}

export function evidenceOf(document: ChannelDocument): ChannelEvidence {
  return { accepted: acceptedDocuments(document), shown: shownLast(document) };
}

function acceptedDocuments({ acceptances }: ChannelDocument): readonly DocumentVersion[] {
  const [first] = acceptances;
  const hash = acceptances.length === 1 ? first?.manifestSha256 : undefined;
  // What was accepted with a manifest follows from it, so nothing has to be written out to find the copy.
  const key = hash ?? JSON.stringify(acceptances.map(({ documents }) => documents));
  return sharedValue(`documents ${key}`, () => acceptances.flatMap(({ documents }) => documents));
}

function shownLast({ instruction, acceptances, shownSha256 }: ChannelDocument): Disclosure | undefined {
  const last = acceptances.at(-1);
  const shown = acceptances.findLast((one) => one.shown !== undefined)?.shown ?? instruction.shown;
  if (last === undefined || shown === undefined) return undefined;
  const { manifestSha256, documents: accepted } = last;
  const isHashed = manifestSha256 !== undefined && shownSha256 !== undefined;
  const key = isHashed ? `${manifestSha256} ${shownSha256}` : JSON.stringify([manifestSha256 ?? null, shown, accepted]);
  // Both: what was accepted without being shown again, and what was shown to whoever instructs after the acceptance.
  const documents = [...accepted, ...shown.documents];
  return sharedValue(`basis ${key}`, () => ({ ...shown, documents: documents.map((one) => ({ ...one, url: "" })) }));
}
