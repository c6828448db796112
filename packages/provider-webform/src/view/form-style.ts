/** How a form looks, on its own page and in the element. Every colour, space and font is a custom property that a site may set. */
export const formStyle = `
.form{--a:var(--plugboard-accent,#2457d6);--on-a:var(--plugboard-on-accent,#fff);--t:var(--plugboard-text,#1b1f29);--m:var(--plugboard-muted,#565d6d);
--s:var(--plugboard-surface,#fff);--i:var(--plugboard-input,#fff);--b:var(--plugboard-border,#7b8494);--l:var(--plugboard-line,#e3e6ec);--e:var(--plugboard-error,#b3261e);
--es:var(--plugboard-error-surface,#fdf0ef);--r:var(--plugboard-radius,10px);--g:var(--plugboard-gap,1.25rem);
all:initial;box-sizing:border-box;display:block;max-width:44rem;margin:0;padding:clamp(1rem,4cqi + .25rem,2.25rem);border:1px solid var(--l);border-radius:calc(var(--r) * 1.4);
background:var(--s);color:var(--t);font:400 1rem/1.5 var(--plugboard-font,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Arabic",sans-serif);
text-align:start;overflow-wrap:anywhere;color-scheme:light}
.form *{box-sizing:border-box}
.form [hidden]{display:none}
.form h1{margin:0 0 .4rem;font-size:clamp(1.35rem,2.5cqi + .9rem,1.75rem);line-height:1.2;font-weight:650;letter-spacing:-.01em;text-wrap:balance}
.form p{margin:0}
.form .intro{color:var(--m);max-width:60ch}
.fields{display:grid;grid-template-columns:minmax(0,1fr);gap:var(--g);margin-block:1.5rem}
.field{min-width:0}
.label{display:block;padding:0;margin:0 0 .35rem;font-weight:600}
.optional{font-weight:400;color:var(--m)}
.form .hint{margin:-.15rem 0 .4rem;font-size:.875rem;color:var(--m)}
.form .error{margin-top:.4rem;font-size:.875rem;font-weight:550;color:var(--e)}
.form input:not([type=checkbox],[type=radio]),.form textarea,.form select{display:block;width:100%;min-height:2.875rem;margin:0;padding:.6rem .8rem;border:1px solid var(--b);
border-radius:var(--r);background:var(--i);color:inherit;font:inherit;transition:border-color .15s,box-shadow .15s}
.form textarea{min-height:8.5rem;resize:vertical;field-sizing:content;max-height:60vh}
.form select{appearance:none;padding-inline-end:2.4rem;background-repeat:no-repeat;
background-image:linear-gradient(45deg,transparent 50%,var(--m) 50%),linear-gradient(-45deg,transparent 50%,var(--m) 50%);background-size:.42rem .4rem;background-position:right 1.22rem center,right .85rem center}
.form[dir=rtl] select{background-position:left .85rem center,left 1.22rem center}
.form input[type=file]{padding:.45rem .5rem;border-style:dashed;color:var(--m)}
.form input[type=file]::file-selector-button{margin-inline-end:.8rem;padding:.4rem .9rem;border:1px solid var(--l);border-radius:calc(var(--r) * .7);background:var(--s);color:var(--t);font:inherit;font-weight:550;cursor:pointer}
.form :is(input,textarea,select):hover{border-color:var(--m)}
.form :is(input,textarea,select,button,a,summary):focus-visible{outline:2px solid var(--a);outline-offset:2px}
.form :is(input,textarea,select)[aria-invalid=true]{border-color:var(--e);box-shadow:0 0 0 1px var(--e)}
.form fieldset{min-width:0;margin:0;padding:0;border:0}
.choice{display:flex;gap:.7rem;align-items:flex-start;padding:.45rem 0;cursor:pointer}
.choice input{flex:none;width:1.25rem;height:1.25rem;margin:.125rem 0 0;accent-color:var(--a);cursor:pointer}
.consent{padding:.9rem 1rem;border:1px solid var(--l);border-radius:var(--r);background:color-mix(in srgb,var(--a) 4%,var(--s))}
.form .summary{margin-top:1.25rem;padding:.8rem 1rem;border-radius:var(--r);border-inline-start:4px solid var(--e);background:var(--es);color:var(--t);font-weight:550}
.purposes{margin:0 0 1.5rem;font-size:.875rem;color:var(--m)}
.purposes summary{width:fit-content;margin-inline:-.35rem;padding:.25rem .35rem;border-radius:4px;cursor:pointer}
.purposes dl{margin:.5rem 0 0}
.purposes dt{font-weight:600}
.purposes dd{margin:0 0 .4rem}
.end{display:flex;flex-wrap:wrap;gap:.8rem 1.25rem;align-items:center}
.form button{min-height:2.875rem;padding:.65rem 1.6rem;border:1px solid transparent;border-radius:var(--r);background:var(--a);color:var(--on-a);font:inherit;font-weight:600;cursor:pointer;transition:filter .15s}
.form button:hover{filter:brightness(.93)}
.form button[aria-disabled=true]{opacity:.65;cursor:progress}
.form a{display:inline-block;padding-block:.2rem;color:var(--a);text-underline-offset:.2em;font-size:.875rem}
.trap{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.message{text-align:center;padding-block:3rem}
.done h1::before{content:"";display:block;width:3rem;height:3rem;margin:0 auto 1rem;border-radius:50%;background:var(--a);
clip-path:polygon(20% 52%,28% 44%,43% 59%,73% 28%,81% 36%,43% 75%)}
.form.message .intro{margin-inline:auto}
.message .end{justify-content:center;margin-top:1.5rem}
.message:focus{outline:0}
@container (min-width:24rem){.purposes dl{display:grid;grid-template-columns:minmax(0,auto) minmax(0,1fr);gap:.3rem 1rem}.purposes dd{margin:0}}
@container (min-width:34rem){.fields{grid-template-columns:repeat(2,minmax(0,1fr))}.field{grid-column:1/-1}.field.narrow{grid-column:auto}.field.narrow:nth-child(odd of .narrow):nth-last-child(1 of .narrow){grid-column:1/-1}}
@media (prefers-color-scheme:dark){.form:not([data-theme=light]){--a:var(--plugboard-accent,#8fb2ff);--on-a:var(--plugboard-on-accent,#0b1836);--t:var(--plugboard-text,#eceef3);--m:var(--plugboard-muted,#aab2c1);
--s:var(--plugboard-surface,#171a20);--i:var(--plugboard-input,#1e222a);--b:var(--plugboard-border,#727b8c);--l:var(--plugboard-line,#2d323d);--e:var(--plugboard-error,#ffb4ab);--es:var(--plugboard-error-surface,#33201f);color-scheme:dark}}
.form[data-theme=dark]{--a:var(--plugboard-accent,#8fb2ff);--on-a:var(--plugboard-on-accent,#0b1836);--t:var(--plugboard-text,#eceef3);--m:var(--plugboard-muted,#aab2c1);
--s:var(--plugboard-surface,#171a20);--i:var(--plugboard-input,#1e222a);--b:var(--plugboard-border,#727b8c);--l:var(--plugboard-line,#2d323d);--e:var(--plugboard-error,#ffb4ab);--es:var(--plugboard-error-surface,#33201f);color-scheme:dark}
@media (prefers-reduced-motion:reduce){.form *{transition:none!important}}
@media (forced-colors:active){.form button{border-color:ButtonText}.form select{appearance:auto;padding-inline-end:.8rem}.form :is(input,textarea,select)[aria-invalid=true]{border-width:3px}.done h1::before{display:none}}
`.replaceAll("\n", "");

/** Around a form on its own page. */
export const pageStyle = `
:root{color-scheme:light dark}
.page{margin:0;min-height:100vh;background:#f3f5f8}
.page main{container-type:inline-size;max-width:44rem;margin:0 auto;padding:clamp(.75rem,4vw,3rem) clamp(.75rem,3vw,1.5rem)}
@media (prefers-color-scheme:dark){.page{background:#0f1115}}
`.replaceAll("\n", "");
