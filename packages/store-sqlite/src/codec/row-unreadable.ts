/** A row is not what this package writes: the file is damaged. Internal: callers see a `StoreError` with `STORE_CORRUPT`. */
export class RowUnreadable extends Error {}
