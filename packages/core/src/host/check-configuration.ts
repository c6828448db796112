import { InstructionInvalidError } from "../spec/errors/instruction-invalid-error.js";
import { SettingsInvalidError } from "../spec/errors/settings-invalid-error.js";
import type { ProviderV1 } from "../spec/provider.js";
import type { ChannelConfiguration } from "./channel-configuration.js";

/** @throws {SettingsInvalidError} they do not fit the provider's schema. */
export function parseSettings(provider: ProviderV1, settings: unknown): unknown {
  const parsed = provider.settingsSchema.safeParse(settings ?? {});
  if (!parsed.success) throw new SettingsInvalidError(parsed.error, { providerId: provider.manifest.id });
  return parsed.data;
}

/** The kind of channel that is wanted. @throws {InstructionInvalidError} the provider has no such kind, or not on this kind of account. */
export function checkKindAndMode(
  { manifest }: ProviderV1,
  { channelKind, accountMode }: Pick<ChannelConfiguration, "channelKind" | "accountMode">,
): string {
  const kind = channelKind ?? manifest.channelKinds[0] ?? "";
  if (!manifest.channelKinds.includes(kind))
    throw new InstructionInvalidError([`channelKind: one of ${manifest.channelKinds.join(", ")}`]);
  if (!manifest.accountModes.includes(accountMode))
    throw new InstructionInvalidError([`accountMode: one of ${manifest.accountModes.join(", ")}`]);
  return kind;
}
