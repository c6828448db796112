/**
 * What the closed chat needs: colours, place, the button. Small, because the page waits for it before its first paint. A text made into a sheet without an element of
 * its own, so that a page's content security policy needs no exception. `!important` inside of a shadow tree outdoes the page's, so that no rule of the page moves or
 * hides the chat.
 */
export const LAUNCHER_STYLE = `
:host{all:initial!important;display:block!important;position:static!important;color-scheme:light!important;
--a:var(--plugboard-chat-accent,#2456e6);--on:var(--plugboard-chat-on-accent,#fff);--head:var(--plugboard-chat-header,var(--a));--onhead:var(--plugboard-chat-on-header,var(--on));--bg:var(--plugboard-chat-background,#fff);
--fg:var(--plugboard-chat-text,#15181e);--mute:#5a6270;--line:#e3e6ec;--soft:#f1f3f7;--bad:#b3261e;--good:#157a43;--lift:0 12px 40px rgb(13 22 45/.2),0 2px 8px rgb(13 22 45/.12);
--r:var(--plugboard-chat-radius,18px);--w:var(--plugboard-chat-width,384px);
--font:var(--plugboard-chat-font,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Arabic",sans-serif)}
@media (prefers-color-scheme:dark){:host(:not([theme=light])){color-scheme:dark!important;--a:var(--plugboard-chat-accent,#7ba0ff);--on:var(--plugboard-chat-on-accent,#0b1533);--head:var(--plugboard-chat-header,#20242e);--onhead:var(--plugboard-chat-on-header,#eceef2);
--bg:var(--plugboard-chat-background,#16181d);--fg:var(--plugboard-chat-text,#eceef2);--mute:#a4acba;--line:#2c3038;--soft:#23262e;--bad:#ffb4ab;--good:#6fd39a;--lift:0 12px 40px rgb(0 0 0/.6),0 0 0 1px #2c3038}}
:host([theme=dark]){color-scheme:dark!important;--a:var(--plugboard-chat-accent,#7ba0ff);--on:var(--plugboard-chat-on-accent,#0b1533);--head:var(--plugboard-chat-header,#20242e);--onhead:var(--plugboard-chat-on-header,#eceef2);
--bg:var(--plugboard-chat-background,#16181d);--fg:var(--plugboard-chat-text,#eceef2);--mute:#a4acba;--line:#2c3038;--soft:#23262e;--bad:#ffb4ab;--good:#6fd39a;--lift:0 12px 40px rgb(0 0 0/.6),0 0 0 1px #2c3038}
*,*::before,*::after{box-sizing:border-box}
[hidden]{display:none!important}
.root{all:unset;position:fixed;inset:auto;inset-block-end:max(20px,env(safe-area-inset-bottom));inset-inline-end:20px;z-index:2147483647;margin:0;padding:0;border:0;background:none;overflow:visible;
width:auto;height:auto;display:flex;flex-direction:column;align-items:flex-end;gap:14px;font:400 15px/1.45 var(--font);color:var(--fg);text-align:start;-webkit-text-size-adjust:100%;pointer-events:none}
.root>*{pointer-events:auto}
.root.start{inset-inline:20px auto;align-items:flex-start}
button{font:inherit;margin:0;border:0;background:none;cursor:pointer;padding:0;-webkit-tap-highlight-color:transparent}
.launcher{position:relative;width:60px;height:60px;border-radius:50%;background:var(--a);color:var(--on);box-shadow:var(--lift);display:grid;place-items:center;transition:transform .18s ease}
.launcher:hover{transform:scale(1.05)}.launcher:active{transform:scale(.97)}
.launcher svg{width:30px;height:30px}.launcher svg:last-of-type{display:none}.open .launcher svg:first-of-type{display:none}.open .launcher svg:last-of-type{display:block}
.launcher:focus-visible{outline:2px solid var(--a);outline-offset:3px}
.badge{position:absolute;inset-block-start:-3px;inset-inline-end:-3px;min-width:22px;height:22px;padding:0 6px;border-radius:11px;background:#c5221f;color:#fff;font-size:13px;font-weight:600;line-height:22px;text-align:center;box-shadow:0 0 0 2px var(--bg)}
.out{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media print{.root{display:none!important}}
@media (prefers-reduced-motion:reduce){*,*::before,*::after{animation:none!important;transition:none!important}.dots i{opacity:.8}}
@media (forced-colors:active){.launcher{border:1px solid CanvasText}}
`;
