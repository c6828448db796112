export const HELP = `plugboard-ledger: verifies the transfer ledger of Plugboard without its host

  plugboard-ledger verify <file> [--checkpoint <file>] [--key <file>] [--json] [--quiet]
  plugboard-ledger show <file> [--json]

<file>  an export or proof (center.ledger.export, proof), an evidence bundle (center.ledger.evidence), or the
        database of a store that no host has open (also a copy made by backup()); it is not written to

verify  looks at every entry: is it as it was sealed, is one missing, added or moved, does the end fit
show    prints the entries of an export or a bundle, one a line; verifies nothing

  --checkpoint <file>  a state the ledger is known to have had, as JSON (center.ledger.checkpoint()): without
                       one nobody can tell that the end of a database was taken away
  --key <file>         the signer's public key (PEM); what is not signed by it is a finding
  --json               one JSON object instead of text
  --quiet              no progress on stderr

Exit: 0 verified · 1 something does not hold, see the findings · 2 wrong use · 3 the file cannot be read
`;
