export const CATALOGUE_STYLE = `
:root { color-scheme: light dark; --edge: #767676; --soft: #f4f4f5; --ink: #1b1b1f; --paper: #fff; --link: #0b57d0; }
@media (prefers-color-scheme: dark) { :root { --edge: #8c8c94; --soft: #26262b; --ink: #f2f2f4; --paper: #17171a; --link: #a8c7fa; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
form { display: flex; flex-wrap: wrap; gap: 1rem; align-items: end; padding: 1rem; background: var(--soft); border-radius: .5rem; }
form[hidden], li[hidden] { display: none; }
label { display: grid; gap: .25rem; }
label.beside { display: flex; align-items: center; gap: .5rem; min-height: 2.75rem; }
input:not([type=checkbox]), select, button { font: inherit; min-height: 2.75rem; padding: .25rem .5rem; border: 1px solid var(--edge); border-radius: .25rem; color: inherit; background: var(--paper); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
main ul { list-style: none; margin: 0; padding: 0; }
main li { padding: 1rem 0; border-bottom: 1px solid var(--edge); }
h2 { margin: 0; font-size: 1.125rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: .5rem 0 0; }
dd { margin: 0; overflow-wrap: anywhere; }
a { color: var(--link); }
`;
