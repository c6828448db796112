import { z } from "zod";

/** Id of a provider or of a part of a manifest: lower-case words joined by `-` or `.`, 1 to 64 characters. */
export const slugSchema = z.string().regex(/^[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?$/);

/** The host application's own id of an account (customer): 1 to 128 printable ASCII characters, no spaces. */
export const accountIdSchema = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/, { error: "expected 1 to 128 printable ASCII characters without spaces" });

/** Id of a channel, message, transfer or inbound event: made by the core (`ids` port) or, for channels, chosen by the host. */
export const idSchema = z
  .string()
  .regex(/^[A-Za-z0-9_.:-]{1,128}$/, { error: "expected 1 to 128 letters, digits or . _ : -" });

/** Chosen by the caller of `send`; the same key with the same content is accepted once. 1 to 256 printable ASCII characters. */
export const idempotencyKeySchema = z
  .string()
  .regex(/^[\x20-\x7e]{1,256}$/, { error: "expected 1 to 256 printable ASCII characters" });

/** UTC, ISO 8601 with `Z` or an offset: `"2026-11-21T22:44:05.123Z"`. */
export const instantSchema = z.iso.datetime({ offset: true });
