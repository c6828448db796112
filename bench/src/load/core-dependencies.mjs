/** What the core's import cannot avoid: its own dependencies but undici, which it loads at the first transfer. */
import "reflect-metadata";
import "eventemitter3";
import "tsyringe";
import "zod";
