import type { FormWords } from "./form-words.js";

export const germanWords: FormWords = {
  direction: "ltr",
  submit: "Absenden",
  sending: "Wird gesendet …",
  sent: "Ihre Nachricht ist bei uns angekommen.",
  sentTitle: "Vielen Dank",
  another: "Weitere Nachricht schreiben",
  optional: "freiwillig",
  choose: "Bitte wählen",
  leaveEmpty: "Dieses Feld leer lassen",
  purpose: "Wofür wir Ihre Angaben verwenden",
  files: "Dateien: höchstens {count}, je {size} MB, zusammen 8 MB ({types})",
  correct: "Bitte prüfen Sie die markierten Felder.",
  problems: {
    required: "Bitte füllen Sie dieses Feld aus.",
    "too-short": "Das ist zu kurz.",
    "too-long": "Das ist zu lang.",
    email: "Bitte geben Sie eine E-Mail-Adresse wie name@example.com ein.",
    phone: "Bitte geben Sie eine Telefonnummer wie +49 30 1234567 ein.",
    number: "Bitte geben Sie eine Zahl im erlaubten Bereich ein.",
    date: "Bitte geben Sie ein Datum ein.",
    option: "Bitte wählen Sie eine der Möglichkeiten.",
    file: "Diese Datei kann nicht angenommen werden: Prüfen Sie Art, Name und Größe.",
    files: "Diese Dateien sind zusammen zu groß: höchstens 8 MB.",
    gone: "Diese Datei ist leer, wurde geändert oder ist nicht mehr da. Bitte wählen Sie sie noch einmal aus.",
    "choose-again": "Bitte wählen Sie Ihre Dateien noch einmal aus: Diese Seite kann sie nicht behalten.",
  },
  failures: {
    "too-large":
      "Das sind zu viele oder zu große Texte und Dateien für eine Nachricht: zusammen höchstens 8 MB. Bitte lassen Sie etwas weg.",
    lost: "Von dem, was Sie geschrieben haben, konnte nichts behalten werden; bitte geben Sie es noch einmal ein.",
    "not-read": "Das konnte gerade nicht angenommen werden. Bitte versuchen Sie es gleich noch einmal.",
    origin:
      "Das konnte nicht angenommen werden: Ihr Browser hat nicht gesagt, von welcher Seite es kommt. Bitte öffnen Sie diese Seite in einem eigenen Fenster und versuchen Sie es erneut.",
    offline: "Senden nicht möglich: keine Verbindung. Ihr Text bleibt erhalten; bitte versuchen Sie es noch einmal.",
    "try-later":
      "Senden ist gerade nicht möglich. Ihr Text bleibt erhalten; bitte versuchen Sie es gleich noch einmal.",
    "too-many": "Das waren zu viele Versuche. Bitte versuchen Sie es in einigen Minuten wieder.",
    refused: "Das konnte nicht angenommen werden. Bitte laden Sie die Seite neu und versuchen Sie es noch einmal.",
    already:
      "Dieses Formular wurde schon gesendet. Um auch zu senden, was jetzt hier steht, drücken Sie bitte noch einmal auf die Schaltfläche.",
    unreadable: "Das konnte nicht gelesen werden. Bitte laden Sie die Seite neu und versuchen Sie es noch einmal.",
    again: "Bitte senden Sie es noch einmal ab: Das Formular war zu lange oder zu kurz geöffnet.",
    unavailable: "Das Formular kann gerade nicht gezeigt werden. Bitte versuchen Sie es später.",
  },
  confirmTitle: "Einwilligung bestätigen",
  confirmText: "Mit dem Knopf bestätigen Sie. Ohne ihn geschieht nichts.",
  confirmButton: "Bestätigen",
  confirmed: "Vielen Dank, Ihre Einwilligung ist bestätigt.",
  confirmUnknown: "Dieser Link gilt nicht mehr. Bitte füllen Sie das Formular noch einmal aus.",
  needsScript: "Dieses Formular braucht JavaScript.",
};
