import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import { documentPages } from "../ports/document-pages.js";
import { parseDocument } from "../ports/parse-document.js";
import type { Store, StoreWrite } from "../ports/store.js";
import { RequestError } from "../spec/errors/request-error.js";
import { type RightsRequest, rightsRequestSchema } from "./rights-request.js";

const COLLECTION = "rights-requests";
const PAGE = 500;

/** The requests of people: all in the store, those that are not done in memory too. */
@injectable()
export class RightsBook {
  private readonly openRequests = new Map<string, RightsRequest>();

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
  ) {}

  async load(): Promise<void> {
    for await (const documents of documentPages(this.store, COLLECTION))
      for (const document of documents) {
        const request = parseDocument(document, rightsRequestSchema);
        if (request.state !== "done") this.openRequests.set(request.requestId, request);
      }
  }

  /** Requests that are not done. */
  open(): IterableIterator<RightsRequest> {
    return this.openRequests.values();
  }

  find(requestId: string): RightsRequest | undefined {
    return this.openRequests.get(requestId);
  }

  /** A new request; nothing is promised unless this resolves. @throws {StoreError} */
  async add(request: RightsRequest, ...joined: readonly StoreWrite[]): Promise<void> {
    await this.commits.commit(writeOf(request), ...joined);
    this.openRequests.set(request.requestId, request);
  }

  /** What happened to it: tried again until the store takes it. */
  async put(request: RightsRequest, ...joined: readonly StoreWrite[]): Promise<void> {
    await this.commits.keep(writeOf(request), ...joined);
    if (request.state === "done") this.openRequests.delete(request.requestId);
    else this.openRequests.set(request.requestId, request);
  }

  /** @throws {RequestError} `RIGHTS_REQUEST_UNKNOWN`, also for another account's. */
  async get(accountId: string, requestId: string): Promise<RightsRequest> {
    const known = this.openRequests.get(requestId);
    if (known?.accountId === accountId) return known;
    const document = known === undefined ? await this.store.document(COLLECTION, requestId) : undefined;
    if (document?.accountId !== accountId) throw new RequestError("RIGHTS_REQUEST_UNKNOWN", { requestId });
    return parseDocument(document, rightsRequestSchema);
  }

  /** The requests of an account, those done included, by id. */
  async of(accountId: string): Promise<RightsRequest[]> {
    const found: RightsRequest[] = [];
    let afterId: string | undefined;
    for (;;) {
      const documents = await this.store.documents({ collection: COLLECTION, accountId, afterId, limit: PAGE });
      for (const document of documents) found.push(parseDocument(document, rightsRequestSchema));
      if (documents.length < PAGE) return found;
      afterId = documents.at(-1)?.id;
    }
  }

  /** The account is gone, with its requests. */
  forget(accountId: string): void {
    for (const [requestId, request] of this.openRequests)
      if (request.accountId === accountId) this.openRequests.delete(requestId);
  }
}

function writeOf(request: RightsRequest): StoreWrite {
  const { requestId: id, accountId } = request;
  return { kind: "document-put", document: { collection: COLLECTION, id, accountId, value: JSON.stringify(request) } };
}
