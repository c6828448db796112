/** A host's import of the core. */
import "@plugboard/core";
