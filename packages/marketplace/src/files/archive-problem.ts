/** The archive is not one that is unpacked; `message` names the entry and the reason, never content. */
export class ArchiveProblem extends Error {
  override readonly name = "ArchiveProblem";
}
