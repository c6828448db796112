import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import { messagesOf, type StoredMessage } from "../outbound/messages-of.js";
import type { PersonReferences } from "../people/person-references.js";
import type { InboundRecord } from "../ports/inbound-record.js";
import type { Store } from "../ports/store.js";
import type { Address } from "../spec/message/address.js";
import { PersonSearch } from "./person-search.js";

const PAGE = 500;
const STATES = ["recorded", "parked", "done"] as const;
/** What belongs to the account, not to the person, what is known by reference alone, and what is looked up under the reference. */
const NOT_THE_PERSONS: ReadonlySet<string> = new Set([
  "accounts",
  "account-policies",
  "account-states",
  "blocks",
  "calls-live",
  "consents",
  "channel-heads",
  "channels",
  "credentials",
  "cursors",
  "person-keys",
  "release-orders",
  "restrictions",
  "rights-requests",
  "suppressions",
  "usage",
]);

/** A person within an account: all their addresses. */
export interface Person {
  readonly accountId: string;
  readonly addresses: readonly Address[];
}

/** Finds what the store has about a person. Walks tables that have no index by person: for what is asked now and then. */
@injectable()
export class PersonTraces {
  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.PersonReferences) private readonly people: PersonReferences,
  ) {}

  /**
   * Messages to the person, alone or among others, by rising sequence; and those that cannot be read, since nobody can tell that they are not to
   * the person, where the person's address is among their bytes.
   */
  async *messages({ accountId, addresses }: Person): AsyncGenerator<StoredMessage> {
    const names = new Set(addresses.map((address) => this.people.of(accountId, address)));
    const search = new PersonSearch(addresses);
    for await (const stored of messagesOf(this.store, { accountId })) {
      const { message, record } = stored;
      const isTheirs =
        message === undefined
          ? search.isIn(record.payload)
          : message.recipients.some(({ address }) => names.has(this.people.of(accountId, address))) ||
            (message.sender !== undefined && names.has(this.people.of(accountId, message.sender)));
      if (isTheirs) yield stored;
    }
  }

  /** Deliveries that name the person, in whatever state: body, headers, keys. */
  async *inbound({ accountId, addresses }: Person): AsyncGenerator<InboundRecord> {
    const search = new PersonSearch(addresses);
    for (const state of STATES) {
      let after = 0;
      for (;;) {
        const records = await this.store.inbound({ state, accountId, after, limit: PAGE });
        for (const record of records) if (isAbout(record, search)) yield record;
        if (records.length < PAGE) break;
        after = records.at(-1)?.sequence ?? after;
      }
    }
  }

  /** Documents that name the person in plain, whoever keeps them: conversations of a chat, keys, whatever comes with the next plugin. */
  async *documents({
    accountId,
    addresses,
  }: Person): AsyncGenerator<{ readonly collection: string; readonly id: string }> {
    const search = new PersonSearch(addresses);
    for (const collection of await this.store.collections(accountId)) {
      if (NOT_THE_PERSONS.has(collection)) continue;
      for await (const { id, value } of this.documentsOf(collection, accountId))
        if (search.isIn(value) || search.isIn(id)) yield { collection, id };
    }
  }

  /** Documents of an account whose ids begin with a prefix, or all of a collection. */
  async *documentsOf(
    collection: string,
    accountId: string,
    prefix = "",
  ): AsyncGenerator<{ readonly collection: string; readonly id: string; readonly value: string }> {
    let afterId = prefix;
    for (;;) {
      const documents = await this.store.documents({ collection, accountId, afterId, limit: PAGE });
      for (const document of documents) {
        if (!document.id.startsWith(prefix)) return;
        yield document;
      }
      if (documents.length < PAGE) return;
      afterId = documents.at(-1)?.id ?? afterId;
    }
  }
}

function isAbout(
  { body, attributes, deduplicationKey, finished, contentType }: InboundRecord,
  search: PersonSearch,
): boolean {
  return (
    search.isInBytes(body) ||
    search.isIn(attributes) ||
    search.isIn(deduplicationKey) ||
    search.isIn(finished) ||
    search.isIn(contentType)
  );
}
