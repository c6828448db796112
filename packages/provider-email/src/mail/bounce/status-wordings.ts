/** What mail systems write, grouped by the subject and detail of RFC 3463 it stands for. Lower case, searched as plain text. */
const TABLE: readonly (readonly [subjectAndDetail: string, wordings: string])[] = [
  [
    "4.3",
    `
    host not found, try again | lookup failed temporarily | temporary dns | host name lookup failure |
    no mx record found`,
  ],
  [
    "2.2",
    `
    mailbox full | mailbox is full | mailbox has exceeded | mailbox exceeded | quota exceeded |
    exceeded quota | exceeds quota | exceed the quota | over quota | overquota | over the quota | quota full |
    mailfolder is full | exceeded the local limit | exceeded storage | out of storage | storage limit |
    mailbox size limit | not enough storage | quota_exceeded | disk quota | mailbox would exceed |
    user is overquota | maildir over`,
  ],
  [
    "1.1",
    `
    user unknown | unknown user | no such user | unknown recipient | recipient unknown | user not found |
    no mailbox here by that name | not listed in | recipientnotfound | recipnotfound | recipient not found |
    recipient name is not recognized | no such recipient | no such address | invalid recipient |
    recipient address rejected: access denied | invalid user | invalid address |
    unknown local | unknown address | unrouteable address | unroutable address | no such mailbox |
    mailbox not found | mailbox does not exist | mailbox doesn't exist | mailbox unavailable |
    unknown mailbox | invalid mailbox | account does not exist | user does not exist | user doesn't exist |
    address does not exist | recipient does not exist | does not exist at | user doesn't have a |
    account that you tried to reach | invalid final delivery userid | bad destination mailbox |
    couldn't be found | wasn't found | wasn’t found | not found at the destination | no such person |
    not a valid mailbox | not a known user | is not a valid user | no longer on server | no longer valid |
    unknown account | unknown or illegal alias | no valid recipients | address unknown | not our customer |
    user not known | no account by that name | addressee unknown | undeliverable address | mailbox invalid |
    destination mailbox address | no user | not exist in our | is not a user | recipient rejected`,
  ],
  [
    "2.1",
    `
    account disabled | account is disabled | account has been disabled | disabled or discontinued |
    mailbox disabled | mailbox is disabled | mailbox is inactive | account is inactive | inactive user |
    account inactive | account has been suspended | account suspended | account is locked | deactivated |
    user is inactive | not accepting mail | mailbox is currently suspended`,
  ],
  [
    "1.2",
    `
    host unknown | unknown host | host not found | domain does not exist | domain not found | domain unknown |
    unknown domain | no such domain | domain name not found | invalid domain | name or service not known |
    dns lookup failure | nxdomain | find any host | find a gateway | host or domain | domain isn't in my list |
    doesn't have any mx | no mail server | domain is not | hostname could not be`,
  ],
  [
    "3.4",
    `
    message size exceeds | size limit exceeded | message too large | message is too large | message too big |
    exceeds size | exceeds maximum | exceeded the maximum message size | maximum message size |
    message size limit | too large`,
  ],
  [
    "4.6",
    `
    routing loop | mail loop | too many hops | hop count exceeded | mail is looping | loops back to myself |
    too many received`,
  ],
  [
    "7.1",
    `
    blocked | blacklist | block list | blocklist | blackhole | listed by | listed at | spam | dmarc | spf  |
    dkim | access denied | not allowed | relaying denied | relay access denied | relay denied | not permitted |
    unable to relay | policy | banned | reputation | not a member |
    may not exist, or you may not have permission | not authorized | not authorised | unauthenticated |
    authentication | virus | rejected by the recipient domain | content reject | message rejected |
    mail rejected | reverse dns | sender denied | sender was rejected | permission`,
  ],
  [
    "4.7",
    `
    retry timeout exceeded | delivery time expired | message expired | envelope expired | has expired |
    in the queue too long | queue for too long | delivery timed out | retry time not reached |
    was aborted after | not delivered within | could not be delivered within | been queued | delivery expired |
    giving up`,
  ],
  [
    "4.1",
    `
    connection timed out | socket error | requests to connect | operation timed out | timed out |
    connection refused | no route to host | unable to connect | unable to connect to remote | not reachable |
    unreachable | connection reset | connection was dropped | lost connection | no smtp connection |
    network error | couldn't connect | could not connect`,
  ],
  [
    "6.0",
    `
    smtputf8 | 8bitmime | 7-bit | charset`,
  ],
  [
    "3.5",
    `
    configuration error | misconfigured | misconfiguration | configured incorrectly`,
  ],
  [
    "3.0",
    `
    system error | service unavailable | service not available | internal error | server error |
    insufficient system | no space left | out of memory`,
  ],
];

/** Subject and detail to wordings; the most telling come first, and the first that is found counts. */
export const STATUS_WORDINGS: readonly (readonly [subjectAndDetail: string, wordings: readonly string[]])[] = TABLE.map(
  ([code, wordings]) => [code, wordings.split("|").map((wording) => wording.replace(/\s+/g, " ").trim())],
);
