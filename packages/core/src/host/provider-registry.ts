import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import { ManifestInvalidError } from "../spec/errors/manifest-invalid-error.js";
import { RequestError } from "../spec/errors/request-error.js";
import { providerManifestSchema } from "../spec/manifest/provider-manifest.js";
import type { ProviderV1 } from "../spec/provider.js";
import type { EventBus } from "./event-bus.js";

interface Registered {
  readonly provider: ProviderV1;
  enabled: boolean;
}

/** The providers this host can use. They come and go while it runs; messages accepted for one that left wait in the store (R3). */
@injectable()
export class ProviderRegistry {
  private readonly providers = new Map<string, Registered>();

  constructor(@inject(TOKENS.EventBus) private readonly events: EventBus) {}

  /**
   * @throws {RequestError} `PROVIDER_EXISTS`, `SPECIFICATION_UNSUPPORTED`.
   * @throws {ManifestInvalidError} also for a provider that was not made by `defineProvider`.
   */
  add(provider: ProviderV1, enabled = true): void {
    check(provider);
    const { id } = provider.manifest;
    if (this.providers.has(id)) throw new RequestError("PROVIDER_EXISTS", { providerId: id });
    this.providers.set(id, { provider, enabled });
    this.events.emit("provider-added", { providerId: id });
  }

  /**
   * Puts another version in a provider's place, enabled or not as it was.
   * @returns the version before. @throws as `add`, and {@link RequestError} `PROVIDER_UNKNOWN`.
   */
  replace(provider: ProviderV1): ProviderV1 {
    check(provider);
    const registered = this.require(provider.manifest.id);
    this.providers.set(provider.manifest.id, { provider, enabled: registered.enabled });
    return registered.provider;
  }

  /** Takes a version back that was put in this one's place; nothing where it is no longer there. */
  putBack(before: ProviderV1, instead: ProviderV1): void {
    const registered = this.providers.get(before.manifest.id);
    if (registered?.provider !== instead) return;
    this.providers.set(before.manifest.id, { provider: before, enabled: registered.enabled });
  }

  remove(providerId: string): void {
    this.require(providerId);
    this.providers.delete(providerId);
    this.events.emit("provider-removed", { providerId });
  }

  setEnabled(providerId: string, enabled: boolean): void {
    const registered = this.require(providerId);
    if (registered.enabled === enabled) return;
    registered.enabled = enabled;
    this.events.emit(enabled ? "provider-enabled" : "provider-disabled", { providerId });
  }

  /** The provider, when it is registered and enabled. */
  find(providerId: string): ProviderV1 | undefined {
    const registered = this.providers.get(providerId);
    return registered?.enabled === true ? registered.provider : undefined;
  }

  /** @throws {RequestError} `PROVIDER_UNKNOWN` or `PROVIDER_DISABLED`. */
  get(providerId: string): ProviderV1 {
    const registered = this.require(providerId);
    if (!registered.enabled) throw new RequestError("PROVIDER_DISABLED", { providerId });
    return registered.provider;
  }

  list(): { readonly manifest: ProviderV1["manifest"]; readonly enabled: boolean }[] {
    return [...this.providers.values()].map(({ provider, enabled }) => ({ manifest: provider.manifest, enabled }));
  }

  private require(providerId: string): Registered {
    const registered = this.providers.get(providerId);
    if (registered === undefined)
      throw new RequestError("PROVIDER_UNKNOWN", { providerId, registered: [...this.providers.keys()].slice(0, 50) });
    return registered;
  }
}

function check(provider: ProviderV1): void {
  const specification: string = provider.specificationVersion;
  if (specification !== "v1")
    throw new RequestError("SPECIFICATION_UNSUPPORTED", { wanted: "v1", actual: specification });
  const parsed = providerManifestSchema.safeParse(provider.manifest);
  if (!parsed.success) throw new ManifestInvalidError(provider.manifest.id, parsed.error);
}
