/** What a code of an outcome, probe or report means, and what to do. */
export interface OutcomeMeaning {
  readonly meaning: string;
  readonly remedy: string;
}

const say = (meaning: string, remedy: string): OutcomeMeaning => ({ meaning, remedy });

const NOTHING = "nothing: the host tries again";
const SHORTER = "make it shorter, or leave it out";
const FIX_TEMPLATE = "look at the template in the provider's console and at the parameters given";
const CONSOLE = "look at the account in the provider's console";
const CREDENTIALS = "mend the credentials with the provider or in the vault, then `channels.reauthorise`";
const REMOVE_ADDRESS = "correct the address, or do not write to it again";

/**
 * The codes that outcomes of messages and calls, probes and reports carry, whoever gives them. A code that the sources use and this table does
 * not have, or the other way round, fails the making of the reference.
 */
export const outcomeMeanings: Readonly<Record<string, OutcomeMeaning>> = {
  // The account and its credentials with the provider.
  ACCOUNT_INACTIVE: say("the account with the provider is not active", CONSOLE),
  ACCOUNT_IN_MAINTENANCE: say("the provider is working on the account", NOTHING),
  ACCOUNT_RESTRICTED: say(
    "the provider has restricted the account",
    "read the notice in the provider's console and answer it",
  ),
  ACCOUNT_UNKNOWN: say("the provider knows no such account", "correct the account's id in the settings"),
  AUTHENTICATION_NOT_OFFERED: say(
    "the server offers no login that the channel has credentials for",
    "check port and security in the settings",
  ),
  BALANCE_EXHAUSTED: say("the account's balance is used up", "top it up with the provider; messages wait"),
  CHANNEL_CREDENTIALS_REFUSED: say(
    "the provider could not log in to the channel behind it",
    "connect the sender anew in the provider's console",
  ),
  CREDENTIALS_REFUSED: say("the provider refused the credentials", CREDENTIALS),
  CREDENTIALS_UNAVAILABLE: say(
    "the channel's credentials could not be had",
    "see the error of the same name; messages wait",
  ),
  PAYMENT_REQUIRED: say("the account has a payment open", "settle it with the provider; messages wait"),
  SPAM_LIMITED: say(
    "the provider limits the account after complaints",
    "send less, and only to people who want it; messages wait",
  ),

  // The sender.
  CHANNEL_INACTIVE: say("the provider says that the channel is switched off", CONSOLE),
  CHANNEL_MISCONFIGURED: say(
    "the provider has no such sender, or it is set up in another way",
    "compare the settings with the provider's console",
  ),
  CHANNEL_UNKNOWN: say("the provider has no such channel", "correct its id in the settings"),
  CHANNEL_UNREGISTERED: say(
    "the channel's registration with the provider is not finished",
    "finish it in the provider's console",
  ),
  DISPLAY_NAME_PENDING: say("the sender's display name is not approved yet", "wait for the approval; messages wait"),
  DKIM_KEY_INVALID: say(
    "the private key for DKIM cannot be used",
    "put a key that fits into the credential `dkimPrivateKey`; messages wait",
  ),
  SENDER_NOT_CONNECTED: say("the provider says that the number is not connected", CONSOLE),
  SENDER_NOT_REGISTERED: say("the number is not registered with the provider", "register it; messages wait"),
  SENDER_REFUSED: say("the provider does not take this sender", "use a sender that the account owns"),
  SENDER_SETTING_MISSING: say("this needs the setting `sender`", "add it to the channel's settings"),
  SENDER_UNKNOWN: say("the provider knows no such sender", "correct the number's id in the settings"),
  SENDER_UNREGISTERED: say("the sender is not registered for this destination", "register it with the provider"),
  SENDER_UNSUPPORTED: say("this message or call cannot come from such a sender", "name another sender, or none"),
  WEBHOOK_UNSET: say(
    "no webhook address is set with the provider",
    "set it with `channels.registerWebhook`, or in the provider's console",
  ),

  // The person.
  ADDRESS_NOT_CARRIED: say(
    "the server does not carry addresses beyond ASCII",
    "use an address in ASCII, or another server",
  ),
  ADDRESS_NOT_EMAIL: say("a recipient or sender is no e-mail address", "correct it"),
  ADDRESS_TOO_LONG: say("the addresses are longer than the provider takes with a call", "use a shorter one"),
  ADDRESS_UNSUPPORTED: say(
    "the provider does not reach this kind or number of addresses",
    "send one message to one address of the right kind",
  ),
  CALL_OVER: say("the call is over", "begin another call"),
  CALL_STATE_WRONG: say("the exchange cannot do this to the call as it is now", "wait for the call's next event"),
  CALL_UNKNOWN: say("the provider does not know the call: it is over", "begin another call"),
  COUNTRY_NOT_PERMITTED: say("the account may not reach this country", "allow it in the provider's console"),
  COUNTRY_RESTRICTED: say("the provider does not let this business write to this country", "use another channel"),
  DESTINATION_UNSUPPORTED: say(
    "the exchange has no pattern for this kind of destination",
    "set the pattern in the channel's settings",
  ),
  MACHINE_DETECTION_NOT_SET_UP: say(
    "the channel's settings do not say how a machine is told from a person",
    "set `machineModel` (Voximplant) or `machineContext` (Asterisk), or call without `detectMachine`",
  ),
  MAILBOX_FULL: say("the person's mailbox is full", "try again later"),
  MAILBOX_UNAVAILABLE: say(
    "the person's mailbox cannot be used now",
    "try again later, or reach the person in another way",
  ),
  NUMBER_BLOCKED: say("the provider blocks this number", CONSOLE),
  RECIPIENT_BLOCKED_SENDER: say("the person blocked the sender", "do not write to them"),
  RECIPIENT_INVALID: say("the provider says that this is no address that can be reached", REMOVE_ADDRESS),
  RECIPIENT_IS_SENDER: say("sender and recipient are the same number", "use another recipient"),
  RECIPIENT_LIMITED: say("the person takes no more messages of this kind now", "wait, or reach them in another way"),
  RECIPIENT_NOT_ALLOWED: say(
    "the account is in test mode and this recipient is not on its list",
    "add the recipient, or leave test mode",
  ),
  RECIPIENT_OPTED_OUT: say("the person does not want messages of this sender", "do not write to them"),
  RECIPIENT_RATE_LIMITED: say("too many messages to this person in a short time", NOTHING),
  RECIPIENT_SUPPRESSED: say(
    "the provider itself keeps this address on its list of suppressions",
    "do not write to it; lift it there when the person asks for it",
  ),
  RECIPIENT_UNCERTAIN: say(
    "the server gave no answer for this one of several recipients",
    "send to this one again when it matters, knowing that it may arrive twice",
  ),
  RECIPIENT_UNKNOWN: say("there is no such person with this provider", REMOVE_ADDRESS),
  RECIPIENT_UNREACHABLE: say(
    "the person cannot be reached now, or not at all in this way",
    "try again later, or reach them in another way",
  ),
  QUEUE_NOT_SET_UP: say("the exchange has no context for queues", "set `queueContext` in the channel's settings"),
  SPEECH_NOT_SET_UP: say(
    "the exchange has no voice of its own, and the settings name none",
    "set `speechUrl` in the channel's settings, or `play` a file",
  ),
  SPEECH_UNSUPPORTED: say("the exchange recognises no speech", "gather digits"),
  SERVICE_WINDOW_CLOSED: say("the person's last message is too long ago for free content", "send an approved template"),
  OPERATOR_ABSENT: say("the operator named has no open page", "have them open it, or name another"),
  OPERATOR_MISSING: say(
    "neither the call nor the settings name an operator",
    "name one as `callerId`, or set `operator`",
  ),

  // The content.
  ATTACHMENT_NOT_CARRIED: say("a file that only an altered form could carry", "send it in an archive"),
  BUTTON_KIND_UNSUPPORTED: say("the provider does not have buttons of this kind", "use another kind"),
  BUTTON_TOO_LONG: say("a button's text is longer than the provider takes", SHORTER),
  CAPTION_UNSUPPORTED: say("this kind of file takes no caption", "send the caption as a message of its own"),
  CONTENT_FILTERED: say(
    "a network on the way filtered the message",
    "look at the provider's rules for this destination",
  ),
  CONTENT_INVALID: say("the provider could not use the content", "compare it with the provider's limits for this kind"),
  CONTENT_NOT_EMAIL: say("the content is no e-mail", "send content of type `email`"),
  CONTENT_NOT_UNICODE: say("a text has half of a surrogate pair", "mend it where it is made"),
  CONTENT_REFUSED: say("the provider refused the content", "look at `providerCode` and the provider's page on it"),
  CONTENT_TOO_LARGE: say("the content is larger than the provider takes", SHORTER),
  CONTENT_UNSUPPORTED: say(
    "the provider does not have this kind of content",
    "send it in another form or through another channel",
  ),
  FILENAME_MISSING: say("the provider needs a file name", "give one"),
  FILENAME_TOO_LONG: say("the file name is longer than the provider takes", SHORTER),
  FILENAME_UNSUPPORTED: say("this kind of file takes no name", "leave it out"),
  FILE_NAME_UNSAFE: say("the file name has characters that a page must not get", "rename the file"),
  HEADER_NOT_ASCII: say("a value that must be ASCII is not", "correct it"),
  HEADER_OR_FOOTER_UNSUPPORTED: say("the provider has no header or footer here", "leave it out"),
  HEADER_REPEATED: say("`headers` repeats a field that another part of the content makes", "leave it out of `headers`"),
  HEADER_TOO_LONG: say("a header field cannot be broken into lines of 998 bytes", SHORTER),
  HEADER_UNSAFE: say(
    "a control character or line break in what becomes a header field",
    "remove it where the value is made",
  ),
  HEADER_UNSUPPORTED: say("the provider has no header of this kind", "leave it out"),
  LINK_PREVIEW_UNSUPPORTED: say("the provider does not let link previews be chosen", "leave the choice out"),
  LOCATION_ADDRESS_UNSUPPORTED: say("a location of this provider has no address", "leave it out"),
  LOCATION_NAME_MISSING: say("a location of this provider needs a name", "give one"),
  LOCATION_NAME_UNSUPPORTED: say("a location of this provider has no name", "leave it out"),
  MEDIA_BY_ADDRESS_ONLY: say("the provider fetches files itself and takes no bytes", "give the file's address"),
  MEDIA_DAMAGED: say("a file that was fetched is not the one its hash names", NOTHING),
  MEDIA_REFUSED: say("the provider refused the file", "compare type and size with the provider's limits"),
  MEDIA_SOURCE_UNSUPPORTED: say("the provider does not take files from this source", "give bytes, or an address"),
  MEDIA_TYPE_UNSUPPORTED: say("the provider does not take files of this type", "convert the file"),
  MEDIA_UNAVAILABLE: say("the provider has the file no more", "nothing: it is gone"),
  MEDIA_UNREADABLE: say(
    "the provider could not read the file",
    "check that its address answers to everybody and that it is what it says",
  ),
  MESSAGE_TOO_LARGE: say("the message is larger than the server takes", SHORTER),
  NOT_DELIVERED_BY_EXPERIMENT: say(
    "the provider did not deliver it, in an experiment of its own",
    "reach the person in another way",
  ),
  NOT_DELIVERED_FOR_ECOSYSTEM: say(
    "the provider held it back to keep people from too many messages",
    "wait longer than a day before another one",
  ),
  POLICY_REFUSED: say(
    "the server refuses it by its policy",
    "look at `providerCode`; often the sender's reputation, SPF or DKIM",
  ),
  POLICY_VIOLATED: say(
    "the provider says that its policy was broken",
    "read the provider's policy; do not send it again",
  ),
  REPLY_CONTEXT_UNSUPPORTED: say("this provider has no replies to a certain message", "leave the reference out"),
  ROW_TOO_LONG: say("a line of a list is longer than the provider takes", SHORTER),
  SECTIONS_UNSUPPORTED: say("a list of this provider has no sections", "use one section"),
  TOO_MANY_BUTTONS: say("more buttons than the provider takes", "use fewer"),
  TOO_MANY_RECIPIENTS: say("more recipients than the server takes in one message", "send it in parts"),
  TOO_MANY_ROWS: say("more lines of a list than the provider takes", "use fewer"),
  VOICE_NOTE_UNSUPPORTED: say("the provider has no voice notes", "send it as an audio file"),

  // Templates.
  SHAPE_REMOVED: say("somebody removed a content form the channel had made; it is made anew", NOTHING),
  TEMPLATE_DISABLED: say("the provider disabled the template for good", "use another one"),
  TEMPLATE_NAME_NOT_A_CONTENT_SID: say("templates of this provider are named by their content SID", "name it as `HX…`"),
  TEMPLATE_NAME_NOT_A_NUMBER: say("templates of this provider are named by their number", "name it by its number"),
  TEMPLATE_PARAMETER_INVALID: say("a parameter does not fit the template", FIX_TEMPLATE),
  TEMPLATE_PARAMETER_UNSUPPORTED: say("the provider does not have parameters of this kind", FIX_TEMPLATE),
  TEMPLATE_PAUSED: say("the provider paused the template after complaints", "use another one, and mend this one"),
  TEMPLATE_RATE_LIMITED: say("too many changes or uses of the template", NOTHING),
  TEMPLATE_REFUSED: say("the template is not as the message uses it", FIX_TEMPLATE),
  TEMPLATE_UNKNOWN: say("the provider has no such template", "look at `templates.list`"),

  // The provider and the way to it.
  ANSWER_MISSING: say(
    "the server fell silent after the message was handed over: it may have arrived",
    "nothing by itself: a delivery report settles it, or it stays unknown",
  ),
  ANSWER_TIMEOUT: say("no answer in time", NOTHING),
  ANSWER_UNREADABLE: say(
    "an answer that says nothing of what became of the message",
    "if it lasts, upgrade the plugin: the provider's API may have changed",
  ),
  AUTHORIZATION_UNAVAILABLE: say("no access token could be had from the authorization server", NOTHING),
  CONNECTION_LOST: say("the connection broke", NOTHING),
  DELIVERY_FAILED: say("the provider could not deliver it and does not say why", "reach the person in another way"),
  GATEWAY_TIMEOUT: say(
    "a gateway of the provider gave up waiting: the message may have arrived",
    "nothing by itself: the key, a lookup or a report settles it",
  ),
  LISTEN_FAILED: say(
    "the channel's listener cannot listen",
    "see that host and port of the setting `listener` are free and allowed",
  ),
  MAILBOX_UNKNOWN: say("the mail server has no such mailbox", "correct `imap.mailbox`"),
  PROBE_FAILED: say(
    "the provider's answer to the probe was not the one expected",
    "look at the status in the log; try again",
  ),
  PROTOCOL_REFUSED: say(
    "the server refused a command of the protocol",
    "report it to the plugin's author with `providerCode`",
  ),
  PROVIDER_UNAVAILABLE: say("the provider is down or overloaded", NOTHING),
  RATE_LIMITED: say(
    "the provider's own limit is reached; the channel pauses for as long as it asked",
    "nothing: the host learns the limit and keeps below it",
  ),
  REDIRECTED: say(
    "the provider answered with a redirect, which is never followed",
    "upgrade the plugin: the endpoint moved",
  ),
  REQUEST_REFUSED: say(
    "the provider refused the request for a reason no other code names",
    "look at `providerCode` and the provider's page on it",
  ),
  ROUTE_UNAVAILABLE: say("the server found no way to the recipient's server", NOTHING),
  TLS_FAILED: say(
    "the encrypted connection could not be made: certificate or protocol",
    "have the server's certificate mended; the host never goes on without",
  ),
  MESSAGE_NOT_GIVEN: say(
    "the server lists a message of the mailbox and does not give it: it was passed over",
    "look at it in the mailbox, by the UID in the log",
  ),
  UIDVALIDITY_CHANGED: say(
    "the mailbox numbered its messages anew; it is read again and known ones are left out",
    "nothing",
  ),
  UNREACHABLE: say("the provider could not be reached", "check the network; try again"),
  UPLOAD_FAILED: say("a file could not be handed to the provider before the message", NOTHING),

  // This host.
  ATTEMPT_TIMEOUT: say(
    "the attempt took longer than the host gives one; when bytes had left, the outcome is unknown",
    NOTHING,
  ),
  CAPABILITY_MISSING: say("the provider no longer has what the message needs", "upgrade or exchange the provider"),
  CHANNEL_CLOSED: say("the channel was closed meanwhile", "nothing: it goes on when the channel is open again"),
  CHANNEL_CLOSING: say("the channel was being closed", "nothing: it goes on when the channel is open again"),
  CLOCK_SKEWED: say("the provider finds the host's clock wrong", "set the host's clock (NTP)"),
  GATE_FAILED: say("a gate could not decide before the transfer, and lets nothing through undecided", NOTHING),
  GIVEN_AS_ANSWER: say(
    "verbs were given as the answer to the provider's own request: nothing tells that they arrived",
    "wait for the call's next event",
  ),
  HOST_STOPPED: say(
    "the host stopped during the transfer: the message may have arrived",
    "nothing by itself: the key, a lookup or a report settles it",
  ),
  NOT_RECORDED: say(
    "a delivery could not be recorded yet; the other side was asked to come again",
    "look at the store",
  ),
  NO_FREE_CONNECTION: say("all of the channel's connections are busy", NOTHING),
  PLUGIN_FAILED: say("the plugin threw an error, or gave back what is no outcome", "report it to the plugin's author"),
  STORE_UNAVAILABLE: say("the store did not answer", "see the error of the same name"),
  STORE_WRITE_REFUSED: say("the store refused a write that belongs to this message", "see the error of the same name"),
  TOKEN_UNUSABLE: say("the channel's signing key does not sign", "put a new key into the credential `signingKey`"),
};
