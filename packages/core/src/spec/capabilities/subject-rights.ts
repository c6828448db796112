/** What a provider answered to a right of a person (R15). */
export interface SubjectRightResult {
  /** `done`: the provider confirmed; `nothing-found`; `manual`: no API, the text says what a person must do and where. */
  readonly result: "done" | "nothing-found" | "manual";
  /** Reference or date the provider gave, kept as proof. */
  readonly proof?: string;
  readonly instructions?: string;
  /** The data, for `access`, in the provider's machine-readable form. */
  readonly data?: Uint8Array;
}

/** Capability `subjectRights`: carries a person's request to the provider, as far as it has a way. */
export interface SubjectRightsV1 {
  readonly rights: readonly ("access" | "erase" | "rectify" | "restrict")[];
  doSubjectRight(request: {
    transferId: string;
    right: "access" | "erase" | "rectify" | "restrict";
    address: string;
    providerMessageIds: readonly string[];
  }): Promise<SubjectRightResult>;
}
