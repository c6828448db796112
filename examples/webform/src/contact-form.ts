import type { FormDefinitionInput } from "@plugboard/provider-webform";

/** A form is data: fields, words in every language, what each is for, and which personal data it is. */
export const contactForm: FormDefinitionInput = {
  id: "contact",
  languages: ["en", "de"],
  title: { en: "Write to us", de: "Schreiben Sie uns" },
  intro: { en: "We answer within one working day.", de: "Wir antworten innerhalb eines Werktags." },
  fields: [
    {
      type: "text",
      name: "full_name",
      role: "name",
      required: true,
      label: { en: "Name", de: "Name" },
      purpose: { en: "to address you", de: "um Sie anzusprechen" },
      category: "sender-name",
    },
    {
      type: "email",
      name: "email",
      required: true,
      label: { en: "E-mail", de: "E-Mail" },
      purpose: { en: "to answer you", de: "um Ihnen zu antworten" },
      category: "sender-address",
    },
    {
      type: "textarea",
      name: "message",
      role: "message",
      required: true,
      label: { en: "Your message", de: "Ihre Nachricht" },
      purpose: { en: "to answer you", de: "um Ihnen zu antworten" },
      category: "message-content",
    },
    {
      type: "consent",
      name: "newsletter",
      label: {
        en: "Yes, send me news by e-mail once a month. I can withdraw this at any time.",
        de: "Ja, senden Sie mir einmal im Monat Neuigkeiten per E-Mail. Ich kann das jederzeit widerrufen.",
      },
      purpose: { en: "to send news", de: "um Neuigkeiten zu senden" },
      category: "sender-address",
      consentPurposes: ["newsletter"],
    },
  ],
};
