import { DatabaseSync } from "node:sqlite";

export const openDatabase = (path) => new DatabaseSync(path);
