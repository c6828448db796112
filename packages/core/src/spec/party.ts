import { z } from "zod";

/**
 * Whose fault a failure or an outage is (R7). `provider`: the company that carries messages; `network`: between host and
 * provider; `account`: the customer's settings, credentials, balance or content; `recipient`: the person or their system;
 * `host`: this process, its store, its operator or its plugins.
 */
export const partySchema = z.enum(["provider", "network", "account", "recipient", "host"]);
export type Party = z.infer<typeof partySchema>;
