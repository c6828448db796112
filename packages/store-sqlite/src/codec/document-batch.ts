import type { StoredDocument } from "@plugboard/core";
import { changesOf } from "./changes-of.js";
import type { ChangeStep } from "./encoded-group.js";

/** The documents a group puts and deletes, turned into steps that keep their order. */
export class DocumentBatch {
  private puts: unknown[] = [];
  private deletions: unknown[] = [];
  private readonly earlier: ChangeStep[] = [];

  put({ collection, id, accountId, value }: StoredDocument): void {
    if (this.deletions.length > 0) this.flush();
    this.puts.push([collection, id, accountId, value]);
  }

  delete(collection: string, id: string): void {
    if (this.puts.length > 0) this.flush();
    this.deletions.push([collection, id]);
  }

  steps(): ChangeStep[] {
    this.flush();
    return this.earlier;
  }

  private flush(): void {
    this.earlier.push(...changesOf("document-put", this.puts), ...changesOf("document-delete", this.deletions));
    this.puts = [];
    this.deletions = [];
  }
}
