/** Of every page of a market: light and dark, from a telephone to a wide screen, without a font or a picture to load. */
export const CATALOGUE_STYLE = `
:root { color-scheme: light dark; --ink: #1b1d22; --soft: #565b66; --paper: #f6f7f9; --card: #fff; --edge: #d4d8df; --field: #7b818c; --link: #0b57d0;
  --gold: #6b4e00; --gold-back: #fff1c2; --silver: #3b424d; --silver-back: #e6e9ee; --bronze: #74391a; --bronze-back: #fae3d5; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceef2; --soft: #a9afba; --paper: #14161a; --card: #1d2025; --edge: #343941; --field: #868d99; --link: #a8c7fa;
  --gold: #ffdf85; --gold-back: #453709; --silver: #dfe3ea; --silver-back: #3a404a; --bronze: #ffc7a6; --bronze-back: #4f2a16; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0 auto; max-width: 90rem; padding: 1rem clamp(1rem, 3vw, 3rem) 4rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: .25rem; }
main:focus { outline: none; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 1rem; padding: .75rem; background: var(--card); z-index: 1; }
header { padding: 1rem 0; max-width: 60rem; }
header p { margin: .25rem 0; color: var(--soft); }
h1 { margin: 0; font-size: clamp(1.5rem, 1.2rem + 1.5vw, 2.25rem); line-height: 1.2; overflow-wrap: anywhere; }
h2 { margin: 0; font-size: 1.125rem; line-height: 1.3; overflow-wrap: anywhere; }
summary { display: inline-block; padding: .5rem 0; color: var(--link); cursor: pointer; text-decoration: underline; }
code { font: .9375em ui-monospace, monospace; overflow-wrap: anywhere; }
form { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .75rem; align-items: end; padding: 1rem; background: var(--card); border: 1px solid var(--edge); border-radius: .75rem; }
label { display: grid; gap: .25rem; font-size: .875rem; color: var(--soft); }
label.wide { grid-column: 1 / -1; }
label.beside { display: flex; align-items: center; gap: .5rem; min-height: 2.75rem; }
label:has(:disabled) { opacity: .65; }
input:not([type=checkbox]), select, button { width: 100%; min-width: 0; min-height: 2.75rem; padding: .25rem .625rem; font: inherit; font-size: 1rem; color: var(--ink); background: var(--paper); border: 1px solid var(--field); border-radius: .5rem; }
input[type=checkbox] { width: 1.25rem; height: 1.25rem; accent-color: var(--link); }
::placeholder { color: var(--soft); opacity: 1; }
button { cursor: pointer; }
.nothing { padding: 2rem 1rem; text-align: center; background: var(--card); border: 1px dashed var(--field); border-radius: .75rem; }
.nothing button { width: auto; }
[role=status] { margin: 1rem 0 .5rem; color: var(--soft); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); gap: 1rem; list-style: none; margin: 0; padding: 0; }
.card { display: flex; flex-direction: column; gap: .5rem; padding: 1rem; background: var(--card); border: 1px solid var(--edge); border-radius: .75rem; }
.head { display: flex; justify-content: space-between; align-items: start; gap: .75rem; }
.head a { display: inline-block; min-height: 1.5rem; }
.about { margin: 0; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
.channels { display: flex; flex-wrap: wrap; gap: .375rem; list-style: none; margin: 0; padding: 0; }
.channels li { padding: 0 .5rem; font-size: .875rem; border: 1px solid var(--field); border-radius: 1rem; }
.level { flex: none; padding: 0 .625rem; font-size: .875rem; font-weight: 600; border: 1px solid currentcolor; border-radius: 1rem; color: var(--soft); }
.level.gold { color: var(--gold); background: var(--gold-back); }
.level.silver { color: var(--silver); background: var(--silver-back); }
.level.bronze { color: var(--bronze); background: var(--bronze-back); }
dl { margin: 0; }
dl > div { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: .75rem; padding: .125rem 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.card dl { padding-top: .25rem; font-size: .9375rem; }
.levels dt { min-width: 5.5rem; }
footer { margin-top: 2rem; color: var(--soft); }
.provider { margin: 1.5rem 0 .75rem; font-size: 1.5rem; }
.listing + .listing { margin-top: 1rem; }
.listing { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
.listing section { padding: 1rem 1.25rem; background: var(--card); border: 1px solid var(--edge); border-radius: .75rem; }
.listing h2 { margin-bottom: .5rem; font-size: 1.25rem; }
.listing h3 { margin: 1rem 0 .25rem; font-size: 1rem; }
.listing ul { margin: 0; padding-left: 1.25rem; }
.listing li { overflow-wrap: anywhere; }
.listing section > :last-child { margin-bottom: 0; }
.listing .operations { display: grid; gap: .75rem; list-style: none; padding: 0; }
.operations div { color: var(--soft); }
.rules { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr)); gap: 0 1.5rem; }
pre { margin: .5rem 0 0; padding: .75rem; white-space: pre-wrap; background: var(--paper); border: 1px solid var(--edge); border-radius: .5rem; }
@media (min-width: 48rem) { form { grid-template-columns: repeat(4, minmax(0, 1fr)); } }
@media (min-width: 72rem) {
  form { grid-template-columns: minmax(0, 2fr) repeat(4, minmax(0, 1fr)) max-content max-content; }
  label.wide { grid-column: auto; }
  .listing { grid-template-columns: repeat(2, minmax(0, 1fr)); align-items: start; }
  .listing .wide { grid-column: 1 / -1; }
}
@media (max-width: 30rem) { dl > div { grid-template-columns: minmax(0, 1fr); gap: 0; } }
`;
