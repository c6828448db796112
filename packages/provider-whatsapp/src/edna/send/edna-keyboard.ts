import type { MessageContent } from "@plugboard/core/spec";

type Buttons = Extract<MessageContent, { type: "buttons" }>["buttons"];

/** One button of a keyboard. */
export type EdnaButton =
  | { readonly text: string; readonly buttonType: "QUICK_REPLY"; readonly payload: string }
  | { readonly text: string; readonly buttonType: "URL"; readonly url: string }
  | { readonly text: string; readonly buttonType: "PHONE"; readonly phone: string };

/**
 * Buttons in one row.
 * @see https://docs-pulse.edna.io/docs/api/templates/add-operator-template for the fields of a button
 */
export function ednaKeyboard(buttons: Buttons): { readonly rows: readonly { readonly buttons: EdnaButton[] }[] } {
  return { rows: [{ buttons: buttons.map(buttonOf) }] };
}

function buttonOf(button: Buttons[number]): EdnaButton {
  switch (button.action) {
    case "reply":
      return { text: button.title, buttonType: "QUICK_REPLY", payload: button.id };
    case "url":
      return { text: button.title, buttonType: "URL", url: button.url };
    case "call":
      return { text: button.title, buttonType: "PHONE", phone: button.phone };
  }
}
