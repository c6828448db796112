import { hash, randomBytes } from "node:crypto";
import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { ActedBy } from "../ledger/acted-by.js";
import type { AuditLog } from "../ledger/audit-log.js";
import type { GateContext } from "../outbound/gate.js";
import type { GatePipeline } from "../outbound/gate-pipeline.js";
import { isConsented } from "../policy/consent-policy.js";
import { type Refusal, refusal } from "../policy/refusal.js";
import type { Ids } from "../ports/ids.js";
import { parseDocument } from "../ports/parse-document.js";
import type { Store, StoreWrite } from "../ports/store.js";
import { consentHash } from "../sealing/consent-hash.js";
import type { Act } from "../spec/act.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import { RequestError } from "../spec/errors/request-error.js";
import type { Address } from "../spec/message/address.js";
import { Turns } from "../timing/turns.js";
import { type Consent, consentSchema, type consentInputSchema } from "./consent.js";
import type { PersonReferences } from "../people/person-references.js";
import type { z } from "zod";

const COLLECTION = "consents";
/** Consents of one person that are read; more are a defect of whoever records them. */
const MOST_OF_A_PERSON = 1_000;
const TOKEN_BYTES = 24;
const SALT_BYTES = 16;
const THE_PERSON: ActedBy = { actor: "recipient" };

/**
 * The consents of an account's people, and the gate that asks for them where a message relies on consent (R14). Kept with
 * the words' hash, not in memory: only messages that state `consent` cost a read.
 */
@injectable()
export class ConsentBook {
  private readonly turns = new Turns();
  /** Accounts that have to state the basis of every message. */
  private readonly strict = new Set<string>();

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.Ids) private readonly ids: Ids,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.AuditLog) private readonly audit: AuditLog,
    @inject(TOKENS.PersonReferences) private readonly people: PersonReferences,
    @inject(TOKENS.GatePipeline) gates: GatePipeline,
  ) {
    gates.use({ name: "legal-basis", again: true, decide: (context) => this.decide(context) });
  }

  /** From now on every message of the account has to state its basis, or no longer. */
  requireBasis(accountId: string, isRequired: boolean): void {
    if (isRequired) this.strict.add(accountId);
    else this.strict.delete(accountId);
  }

  async give(input: z.output<typeof consentInputSchema>, by: ActedBy): Promise<Consent> {
    const consent = this.consentOf(input);
    await this.put(input.accountId, consent, "consent-given", by);
    return consent;
  }

  /** Records a consent that counts only when the person confirms it. @returns the token to send to the person; it is not kept. */
  async request(
    input: z.output<typeof consentInputSchema>,
    validForMs: number,
    by: ActedBy,
  ): Promise<{ readonly consent: Consent; readonly token: string }> {
    const secret = randomBytes(TOKEN_BYTES).toString("base64url");
    const expiresAt = this.instant(this.clock.now() + validForMs);
    const consent: Consent = { ...this.consentOf(input), confirmation: { tokenHash: sha256(secret), expiresAt } };
    await this.put(input.accountId, consent, "consent-requested", by);
    return { consent, token: `${this.people.of(input.accountId, input.address)}.${consent.consentId}.${secret}` };
  }

  /**
   * Records a consent that came with a delivery, once, however often the delivery is read.
   * @param confirmation - of a double opt-in: the secret half of its token, and how long it counts.
   * @returns the token that confirms it, where it waits for that.
   */
  state(
    accountId: string,
    consent: Omit<Consent, "recordedAt" | "recordedBy" | "withdrawn" | "confirmation">,
    confirmation: { readonly secret: string; readonly validForMs: number } | undefined,
  ): Promise<string | undefined> {
    const person = this.people.of(accountId, consent.address);
    const { consentId } = consent;
    return this.turns.take(`${accountId} ${consentId}`, async () => {
      const known = await this.read(accountId, `${person}/${consentId}`);
      const token = confirmation && `${person}.${consentId}.${confirmation.secret}`;
      if (known !== undefined) return known.confirmation?.confirmedAt === undefined ? token : undefined;
      const recordedAt = this.instant(this.clock.now());
      const waiting = confirmation && {
        tokenHash: sha256(confirmation.secret),
        expiresAt: this.instant(this.clock.now() + confirmation.validForMs),
      };
      await this.put(
        accountId,
        { ...consent, ...(waiting && { confirmation: waiting }), recordedAt, recordedBy: "recipient", withdrawn: [] },
        waiting === undefined ? "consent-given" : "consent-requested",
        THE_PERSON,
      );
      return token;
    });
  }

  /** @throws {RequestError} `CONFIRMATION_UNKNOWN`: no such token, another account's, or too late. */
  confirm(accountId: string, token: string): Promise<Consent> {
    const [person = "", consentId = "", secret = ""] = token.split(".");
    return this.turns.take(`${accountId} ${consentId}`, async () => {
      const consent = await this.read(accountId, `${person}/${consentId}`);
      const confirmation = consent?.confirmation;
      const isRight = confirmation?.tokenHash === sha256(secret);
      if (consent === undefined || confirmation === undefined || !isRight)
        throw new RequestError("CONFIRMATION_UNKNOWN");
      // A link is tapped twice, and a mail scanner taps it first: the answer is the same.
      if (confirmation.confirmedAt !== undefined) return consent;
      if (Date.parse(confirmation.expiresAt) < this.clock.now()) throw new RequestError("CONFIRMATION_UNKNOWN");
      const confirmedAt = this.instant(this.clock.now());
      const confirmed: Consent = { ...consent, confirmation: { ...confirmation, confirmedAt } };
      await this.put(accountId, confirmed, "consent-confirmed", THE_PERSON);
      return confirmed;
    });
  }

  /** Withdraws a person's consents, all or those for some purposes (GDPR Art. 7(3)). @returns how many it touched. */
  async withdraw(
    accountId: string,
    address: Address,
    purposes: readonly string[] | undefined,
    { at }: Pick<Act, "at">,
    by: ActedBy,
  ): Promise<number> {
    let touched = 0;
    for (const known of await this.of(accountId, address)) {
      touched += await this.turns.take(`${accountId} ${known.consentId}`, async () => {
        const id = `${this.people.of(accountId, address)}/${known.consentId}`;
        const consent = await this.read(accountId, id);
        if (consent === undefined) return 0;
        const open = consent.purposes.filter(
          (purpose) =>
            (purposes?.includes(purpose) ?? true) && !consent.withdrawn.some((one) => one.purpose === purpose),
        );
        if (open.length === 0) return 0;
        const added = open.map((purpose) => ({ purpose, at, actor: by.actor }));
        const changed = { ...consent, withdrawn: [...consent.withdrawn, ...added] };
        await this.put(accountId, changed, "consent-withdrawn", by);
        return 1;
      });
    }
    return touched;
  }

  /** Moves a person's consents to another address of theirs (GDPR Art. 16). A second time there is nothing left to move. @returns how many. */
  async move(accountId: string, from: Address, to: Address, by: ActedBy): Promise<number> {
    let moved = 0;
    for (const known of await this.of(accountId, from)) {
      moved += await this.turns.take(`${accountId} ${known.consentId}`, async () => {
        const id = `${this.people.of(accountId, from)}/${known.consentId}`;
        const consent = await this.read(accountId, id);
        if (consent === undefined || consent.address.value === to.value) return 0;
        // A mail address in other case is the same person: its record stays where it is.
        const isMoved = this.people.of(accountId, to) !== this.people.of(accountId, from);
        const gone = { kind: "document-delete", collection: COLLECTION, id } as const;
        await this.put(accountId, { ...consent, address: to }, "consent-rectified", by, ...(isMoved ? [gone] : []));
        return 1;
      });
    }
    return moved;
  }

  /** Every consent of a person, withdrawn ones included. */
  async of(accountId: string, address: Address): Promise<Consent[]> {
    const prefix = `${this.people.of(accountId, address)}/`;
    const query = { collection: COLLECTION, accountId, afterId: prefix, limit: MOST_OF_A_PERSON };
    const documents = await this.store.documents(query);
    return documents
      .filter(({ id }) => id.startsWith(prefix))
      .map((document) => parseDocument(document, consentSchema));
  }

  private decide({ channel, message }: GateContext): Refusal | undefined | Promise<Refusal | undefined> {
    const { legalBasis, recipients } = message;
    if (legalBasis === undefined)
      return this.strict.has(channel.accountId) ? refusal("LEGAL_BASIS_MISSING") : undefined;
    if (legalBasis.basis !== "consent") return undefined;
    return this.askConsents(
      channel,
      legalBasis.purpose,
      recipients.map(({ address }) => address),
    );
  }

  private async askConsents(
    { accountId, channelKind }: GateContext["channel"],
    purpose: string,
    addresses: readonly Address[],
  ): Promise<Refusal | undefined> {
    const answers = await Promise.all(
      addresses.map(async (address) => isConsented(await this.of(accountId, address), purpose, channelKind)),
    );
    const positions = answers.flatMap((isGiven, position) => (isGiven ? [] : [String(position)]));
    return positions.length === 0 ? undefined : refusal("CONSENT_MISSING", { purpose, channelKind, positions });
  }

  private consentOf(input: z.output<typeof consentInputSchema>): Consent {
    const { address, purposes, channelKinds, wording, wordingHash, language, method, givenAt, source, act } = input;
    return {
      consentId: this.ids.next("con"),
      address,
      purposes,
      ...(channelKinds === undefined ? {} : { channelKinds }),
      wordingHash: wordingHash ?? sha256(wording ?? ""),
      ...(language === undefined ? {} : { language }),
      method,
      givenAt,
      source,
      recordedAt: this.instant(this.clock.now()),
      recordedBy: act.actor,
      withdrawn: [],
    };
  }

  private async read(accountId: string, id: string): Promise<Consent | undefined> {
    const document = await this.store.document(COLLECTION, id);
    return document?.accountId === accountId ? parseDocument(document, consentSchema) : undefined;
  }

  /** Consent and trail in one group. The trail names the consent, not the person. */
  private async put(
    accountId: string,
    consent: Consent,
    action: string,
    by: ActedBy,
    ...joined: readonly StoreWrite[]
  ): Promise<void> {
    const recipient = this.people.of(accountId, consent.address);
    const id = `${recipient}/${consent.consentId}`;
    const { consentId: subject, purposes, wordingHash, salt = randomBytes(SALT_BYTES).toString("base64url") } = consent;
    const kept = { ...consent, salt };
    const details = { purposes, wordingHash, recordSha256: consentHash(kept, recipient) };
    await this.commits.commit(
      { kind: "document-put", document: { collection: COLLECTION, id, accountId, value: JSON.stringify(kept) } },
      this.audit.entryOf({ accountId, ...by, action, subject, details }),
      ...joined,
    );
  }

  private instant(ms: number): string {
    return new Date(ms).toISOString();
  }
}

const sha256 = (text: string): string => hash("sha256", text, "hex");
