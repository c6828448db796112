import type { ContentFeature, FeatureLevel, PersonalDataCategory } from "@plugboard/core/spec";

/** What a message with these features carries of people. */
export function personalDataOf(
  features: Readonly<Partial<Record<ContentFeature, FeatureLevel>>>,
): PersonalDataCategory[] {
  const carries = (...names: ContentFeature[]): boolean =>
    names.some((name) => (features[name] ?? "rejected") !== "rejected");
  return [
    "recipient-address",
    ...(carries("display-names") ? (["recipient-name", "sender-name"] as const) : []),
    ...(carries("sender-choice") ? (["sender-address"] as const) : []),
    "message-content",
    ...(carries("attachments", "inline-images", "image", "document") ? (["attachments"] as const) : []),
    ...(carries("location") ? (["location"] as const) : []),
    ...(carries("contacts") ? (["contacts"] as const) : []),
  ];
}
