import type { CallsV1 } from "./capabilities/calls.js";
import type { ConversationSignalsV1 } from "./capabilities/conversation-signals.js";
import type { InboundEventsV1 } from "./capabilities/inbound-events.js";
import type { MailboxSyncV1 } from "./capabilities/mailbox-sync.js";
import type { MediaV1 } from "./capabilities/media.js";
import type { OutboundMessagesV1 } from "./capabilities/outbound-messages.js";
import type { ProbeV1 } from "./capabilities/probe.js";
import type { SiteV1 } from "./capabilities/site.js";
import type { SubjectRightsV1 } from "./capabilities/subject-rights.js";
import type { TemplatesV1 } from "./capabilities/templates.js";
import type { WebhookRegistrationV1 } from "./capabilities/webhook-registration.js";

/**
 * An open channel of a provider: exactly the capabilities its manifest declares. `deliveryReports` has no interface of its own: its
 * events come out of `inboundEvents`.
 */
export interface ProviderInstanceV1 {
  readonly outboundMessages?: OutboundMessagesV1;
  readonly inboundEvents?: InboundEventsV1;
  readonly calls?: CallsV1;
  readonly mailboxSync?: MailboxSyncV1;
  readonly templates?: TemplatesV1;
  readonly media?: MediaV1;
  readonly conversationSignals?: ConversationSignalsV1;
  readonly subjectRights?: SubjectRightsV1;
  readonly webhookRegistration?: WebhookRegistrationV1;
  readonly probe?: ProbeV1;
  readonly site?: SiteV1;
  /** Lets go of everything. Called once by the host; a second call is harmless. */
  close(): Promise<void>;
}
