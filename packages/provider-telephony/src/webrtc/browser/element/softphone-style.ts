/** Colours and sizes follow custom properties; every part can be reached with `::part()`. */
export const SOFTPHONE_STYLE = `
:host {
  --_text: var(--softphone-text, #1b1f24);
  --_muted: var(--softphone-muted-text, #57606a);
  --_surface: var(--softphone-surface, #ffffff);
  --_line: var(--softphone-line, #d0d7de);
  --_accent: var(--softphone-accent, #0b57d0);
  --_on-accent: var(--softphone-on-accent, #ffffff);
  --_go: var(--softphone-go, #1a7f37);
  --_stop: var(--softphone-stop, #b42318);
  --_radius: var(--softphone-radius, 10px);
  display: block; max-inline-size: 22rem; color: var(--_text); background: var(--_surface);
  border: 1px solid var(--_line); border-radius: var(--_radius);
  font: var(--softphone-font, 15px/1.4 system-ui, sans-serif);
}
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.panel { display: grid; gap: 12px; padding: 14px; }
header { display: flex; justify-content: space-between; align-items: baseline; gap: 8px; }
h2 { font-size: 1.05em; margin: 0; }
.state { color: var(--_muted); font-size: .9em; }
.state::before { content: ""; display: inline-block; inline-size: .6em; block-size: .6em; margin-inline-end: .4em;
  border-radius: 50%; background: var(--_muted); }
.state[data-state="ready"]::before { background: var(--_go); }
.state[data-state="refused"]::before { background: var(--_stop); }
form { display: grid; grid-template-columns: 1fr auto; gap: 4px 8px; align-items: end; margin: 0; }
label { grid-column: 1 / -1; font-size: .9em; color: var(--_muted); }
input, select, button { font: inherit; color: inherit; min-block-size: 40px; border-radius: calc(var(--_radius) * .6);
  border: 1px solid var(--_line); background: var(--_surface); padding: 4px 10px; min-inline-size: 0; }
select { inline-size: 100%; }
button { cursor: pointer; }
button:disabled { cursor: default; opacity: .5; }
button[aria-pressed="true"], button[aria-expanded="true"] { background: var(--_accent); color: var(--_on-accent);
  border-color: var(--_accent); }
button.go { background: var(--_go); border-color: var(--_go); color: #fff; }
button.stop { background: var(--_stop); border-color: var(--_stop); color: #fff; }
:is(input, select, button, summary):focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 10px; }
.call { border: 1px solid var(--_line); border-radius: var(--_radius); padding: 10px; display: grid; gap: 8px; }
.who { font-weight: 600; overflow-wrap: anywhere; }
.line { display: flex; justify-content: space-between; gap: 8px; color: var(--_muted); font-size: .9em; }
.actions { display: flex; flex-wrap: wrap; gap: 6px; }
.actions > * { flex: 1 1 auto; }
.keypad { display: grid; grid-template-columns: repeat(3, 1fr); gap: 6px; border: 0; padding: 0; margin: 0; }
.keypad legend { padding: 0; font-size: .9em; color: var(--_muted); }
details > div { display: grid; gap: 6px; padding-block-start: 8px; }
details label { display: grid; gap: 2px; }
meter { inline-size: 100%; block-size: 12px; }
.told { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (forced-colors: active) { .state::before { forced-color-adjust: none; } }
`;
