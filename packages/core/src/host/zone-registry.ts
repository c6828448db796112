import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { ZoneTable } from "../policy/zones/zone-table.js";
import { type ZonesInForce, zonesInForce } from "../policy/zones/zones-in-force.js";
import type { ClockV1 } from "../spec/connection/clock.js";

const DAY_MS = 86_400_000;

/** The host's zone table, read anew on each day: an adequacy decision that ends ends here too. */
@injectable()
export class ZoneRegistry {
  private day = Number.NaN;
  private inForce: ZonesInForce | undefined;

  constructor(
    @inject(TOKENS.ZoneTable) readonly table: ZoneTable,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
  ) {}

  now(): ZonesInForce {
    const nowMs = this.clock.now();
    const day = Math.floor(nowMs / DAY_MS);
    if (this.inForce === undefined || day !== this.day) {
      this.inForce = zonesInForce(this.table, nowMs);
      this.day = day;
    }
    return this.inForce;
  }
}
