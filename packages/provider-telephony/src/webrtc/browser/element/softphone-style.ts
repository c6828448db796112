/**
 * Colours and sizes follow custom properties; every part can be reached with `::part()`. Light or dark as the page is: by its `color-scheme`, and light where it
 * names none.
 */
export const SOFTPHONE_STYLE = `
:host {
  --_text: var(--softphone-text, #1b1f24);
  --_muted: var(--softphone-muted-text, #57606a);
  --_surface: var(--softphone-surface, #ffffff);
  --_raised: var(--softphone-raised, #f6f8fa);
  --_line: var(--softphone-line, #d0d7de);
  --_field-line: var(--softphone-field-line, #7d8590);
  --_accent: var(--softphone-accent, #0b57d0);
  --_on-accent: var(--softphone-on-accent, #ffffff);
  --_go: var(--softphone-go, #1a7f37);
  --_stop: var(--softphone-stop, #b42318);
  --_radius: var(--softphone-radius, 12px);
  display: block; max-inline-size: 22rem; color: var(--_text); background: var(--_surface);
  border: 1px solid var(--_line); border-radius: var(--_radius); box-shadow: 0 1px 3px #0000001f;
  font: var(--softphone-font, 15px/1.4 system-ui, sans-serif);
}
@supports (color: light-dark(#000, #fff)) {
  :host {
    --_text: var(--softphone-text, light-dark(#1b1f24, #e6edf3));
    --_muted: var(--softphone-muted-text, light-dark(#57606a, #9ea7b3));
    --_surface: var(--softphone-surface, light-dark(#ffffff, #151b23));
    --_raised: var(--softphone-raised, light-dark(#f6f8fa, #1f2731));
    --_line: var(--softphone-line, light-dark(#d0d7de, #3d444d));
    --_accent: var(--softphone-accent, light-dark(#0b57d0, #8ab4f8));
    --_on-accent: var(--softphone-on-accent, light-dark(#ffffff, #0d1117));
    --_go: var(--softphone-go, light-dark(#1a7f37, #238636));
    --_stop: var(--softphone-stop, light-dark(#b42318, #c93c37));
  }
}
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.panel { display: grid; gap: 14px; padding: 16px; }
header { display: flex; justify-content: space-between; align-items: center; gap: 8px; }
h2 { font-size: 1.1em; font-weight: 650; margin: 0; }
.state { color: var(--_muted); background: var(--_raised); border: 1px solid var(--_line); border-radius: 99px;
  padding: 2px 10px; font-size: .85em; }
.state::before { content: ""; display: inline-block; inline-size: .6em; block-size: .6em; margin-inline-end: .45em;
  border-radius: 50%; background: var(--_muted); }
.state[data-state="ready"]::before { background: var(--_go); }
.state[data-state="refused"]::before { background: var(--_stop); }
form { display: grid; grid-template-columns: 1fr auto; gap: 4px 8px; align-items: end; margin: 0; }
label { grid-column: 1 / -1; font-size: .85em; color: var(--_muted); }
input, select, button { font: inherit; color: inherit; min-block-size: 42px; border-radius: calc(var(--_radius) * .65);
  border: 1px solid var(--_line); background: var(--_surface); padding: 4px 12px; min-inline-size: 0; }
input, select { border-color: var(--_field-line); }
select { inline-size: 100%; }
button { cursor: pointer; font-weight: 550; background: var(--_raised); }
button:hover:not(:disabled) { border-color: var(--_accent); }
button:active:not(:disabled) { translate: 0 1px; }
button:disabled { cursor: default; opacity: .5; }
button[aria-pressed="true"], button[aria-expanded="true"] { background: var(--_accent); color: var(--_on-accent);
  border-color: var(--_accent); }
button.go { background: var(--_go); border-color: var(--_go); color: #fff; }
button.stop { background: var(--_stop); border-color: var(--_stop); color: #fff; }
:is(input, select, button, summary):focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 10px; }
ul:empty { display: none; }
.call { background: var(--_raised); border: 1px solid var(--_line); border-radius: var(--_radius); padding: 12px;
  display: grid; gap: 10px; }
.call button:not(.go, .stop, [aria-pressed="true"], [aria-expanded="true"]) { background: var(--_surface); }
li[data-state="offered"] .call { border-color: var(--_go); box-shadow: inset 4px 0 0 var(--_go); }
li[data-state="established"] .call { border-color: var(--_accent); }
.who { font-size: 1.05em; font-weight: 600; overflow-wrap: anywhere; }
.line { display: flex; justify-content: space-between; gap: 8px; color: var(--_muted); font-size: .9em;
  font-variant-numeric: tabular-nums; }
.actions { display: flex; flex-wrap: wrap; gap: 6px; }
.actions:empty { display: none; }
.actions > * { flex: 1 1 auto; }
.keypad { display: grid; grid-template-columns: repeat(3, 1fr); gap: 6px; border: 0; padding: 0; margin: 0; }
.keypad legend { padding: 0 0 4px; font-size: .85em; color: var(--_muted); }
.keypad button { font-size: 1.1em; font-variant-numeric: tabular-nums; }
summary { cursor: pointer; border-radius: 4px; color: var(--_muted); font-size: .9em; }
details > div { display: grid; gap: 6px; padding-block-start: 10px; }
meter { inline-size: 100%; block-size: 12px; }
.trouble { margin: 0; padding: 8px 12px; background: var(--_raised); border-inline-start: 4px solid var(--_stop); overflow-wrap: anywhere; }
.trouble:empty { display: none; }
.told { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (prefers-reduced-motion: no-preference) {
  li[data-state="offered"] .call { animation: softphone-ring 1.4s ease-in-out infinite; }
}
@keyframes softphone-ring { 50% { box-shadow: inset 4px 0 0 var(--_go), 0 0 0 4px color-mix(in srgb, var(--_go) 25%, transparent); } }
@media (forced-colors: active) { .state::before { forced-color-adjust: none; } }
`;
