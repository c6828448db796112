/** What the opened chat needs beside {@link LAUNCHER_STYLE}; adopted when it is opened. */
export const PANEL_STYLE = `
button,textarea,input{font:inherit;color:inherit;margin:0}
button:focus-visible,a:focus-visible,textarea:focus-visible,input:focus-visible,.log:focus-visible{outline:2px solid var(--a);outline-offset:2px}
.panel{width:min(var(--w),calc(100vw - 40px));height:min(640px,calc(100dvh - 120px));min-height:300px;background:var(--bg);border-radius:var(--r);box-shadow:var(--lift);display:flex;flex-direction:column;overflow:hidden;animation:in .22s cubic-bezier(.2,.8,.3,1);position:relative}
@keyframes in{from{opacity:0;transform:translateY(12px) scale(.98)}}
.head{display:flex;align-items:center;gap:10px;padding:14px 12px 14px 18px;background:var(--head);color:var(--onhead);flex:none}
[dir=rtl] .head{padding:14px 18px 14px 12px}
.who{flex:1;min-width:0}
.name{font-size:17px;font-weight:650;line-height:1.25;margin:0;overflow-wrap:anywhere;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden}
.state{font-size:13px;margin:2px 0 0;display:flex;gap:6px}
.dot{width:8px;height:8px;margin-block-start:5.5px;border-radius:50%;flex:none;background:transparent;box-shadow:inset 0 0 0 2px currentColor}
.dot.on{background:#3ddc84;box-shadow:0 0 0 2px rgb(255 255 255/.35)}
.tool{width:40px;height:40px;border-radius:12px;display:grid;place-items:center;flex:none}
.head .tool:hover{background:rgb(128 128 128/.25)}
.head .tool:focus-visible{outline-color:currentColor;outline-offset:-2px}
.log{flex:1;overflow-y:auto;overscroll-behavior:contain;padding:16px 16px 8px;display:flex;flex-direction:column;gap:3px;scrollbar-width:thin}
.log:focus-visible{outline-offset:-3px}
.day{align-self:center;font-size:12px;color:var(--mute);margin:12px 0 6px}
.line{display:flex;flex-direction:column;max-width:84%;align-self:flex-start}
.line.own{align-self:flex-end;align-items:flex-end}
.line.first{margin-block-start:9px}
.by{font-size:12px;color:var(--mute);margin:0 0 3px 4px}
.bubble{background:var(--soft);border-radius:16px;padding:9px 13px;white-space:pre-wrap;overflow-wrap:anywhere;word-break:break-word;unicode-bidi:plaintext;margin:0;min-width:34px}
.own .bubble{background:var(--a);color:var(--on)}
.line:not(.own) .bubble{border-end-start-radius:5px}.line.own .bubble{border-end-end-radius:5px}
.waiting .bubble{opacity:.75}
.meta{font-size:12px;color:var(--mute);margin:3px 4px 2px;display:flex;gap:8px;align-items:center;flex-wrap:wrap}
.meta.bad{color:var(--bad);justify-content:flex-end;text-align:end}
.link{color:inherit;text-decoration:underline;text-underline-offset:2px;font-size:12px;min-height:24px;border-radius:4px}
.file{display:flex;gap:10px;align-items:center;text-align:start;background:var(--soft);border-radius:14px;padding:10px 13px;max-width:100%}
.own .file{background:var(--a);color:var(--on)}
.file svg{flex:none}.file span{min-width:0;overflow-wrap:anywhere}.file small{display:block;font-size:12px;opacity:.85}
.file:hover{text-decoration:underline}
.thumb{display:block;max-width:100%;max-height:220px;border-radius:12px;margin-block-end:4px}
.dots{display:inline-flex;gap:4px;padding:13px 14px;background:var(--soft);border-radius:16px}
.dots i{width:7px;height:7px;border-radius:50%;background:var(--mute);animation:hop 1.2s infinite ease-in-out}
.dots i:nth-child(2){animation-delay:.15s}.dots i:nth-child(3){animation-delay:.3s}
@keyframes hop{0%,60%,100%{transform:none;opacity:.5}30%{transform:translateY(-4px);opacity:1}}
.note{margin:6px 0;padding:10px 13px;border-radius:12px;background:var(--soft);font-size:14px;overflow-wrap:anywhere}
.note a,.note button{display:inline-block;padding-block:2px;color:var(--a);font-weight:600;text-decoration:underline;text-underline-offset:2px}
.foot{border-block-start:1px solid var(--line);padding:10px 12px 12px;flex:none;padding-block-end:max(12px,env(safe-area-inset-bottom))}
.agree{display:flex;gap:10px;align-items:flex-start;font-size:13px;line-height:1.4;margin:0 2px 10px;max-height:30vh;overflow:auto}
.agree input{width:20px;height:20px;flex:none;margin:0;accent-color:var(--a)}
.agree a{color:var(--a);text-decoration:underline}
.say{font-size:13px;color:var(--bad);margin:0 4px 8px}
.row{display:flex;align-items:flex-end;gap:8px}
.box{flex:1;min-width:0;display:flex;background:var(--soft);border-radius:20px;border:1px solid transparent}
.box:focus-within{border-color:var(--a);box-shadow:0 0 0 1px var(--a)}
textarea{flex:1;min-width:0;resize:none;border:0;background:none;padding:9px 15px;max-height:140px;min-height:40px;field-sizing:content;line-height:1.4;font-size:16px}
textarea:focus-visible{outline:none}
textarea::placeholder{color:var(--mute);opacity:1}
.row .tool{color:var(--mute);border-radius:50%;margin-block-end:1px}
.row .tool:hover{background:var(--soft);color:var(--fg)}
.row .go{background:var(--a);color:var(--on)}.row .go:hover{background:var(--a);color:var(--on);filter:brightness(1.08)}
.go svg{width:21px;height:21px}[dir=rtl] .go svg{transform:scaleX(-1)}
.menu{position:absolute;inset-block-start:62px;inset-inline-end:12px;background:var(--bg);border-radius:14px;box-shadow:var(--lift);padding:6px;display:flex;flex-direction:column;z-index:2;min-width:220px;max-width:calc(100% - 24px)}
.menu button{display:flex;gap:11px;align-items:center;padding:10px 12px;border-radius:9px;text-align:start;min-height:44px}
.menu button:hover{background:var(--soft)}
.menu svg{width:20px;height:20px;flex:none}
.ask{position:absolute;inset:0;background:rgb(10 14 25/.5);display:grid;place-items:center;padding:20px;z-index:3}
.ask>div{background:var(--bg);border-radius:16px;padding:20px;box-shadow:var(--lift);max-width:320px}
.ask p{margin:0 0 16px}
.ask .both{display:flex;gap:10px;justify-content:flex-end;flex-wrap:wrap}
.plain{padding:9px 16px;border-radius:10px;min-height:40px;background:var(--soft);font-weight:600}
.plain.bad{background:#b3261e;color:#fff}
.earlier{align-self:center;margin:0 0 8px;color:var(--a);font-weight:600;padding:8px 12px;border-radius:10px}
.earlier:hover{background:var(--soft)}
@media (max-width:480px){.root.open{inset:0!important}.root.open .launcher{display:none}
.root.open .panel{width:100%;height:100dvh;border-radius:0;animation:none}}
@media (max-height:480px){.panel{height:calc(100dvh - 30px);min-height:0;overflow-y:auto}.log{flex-shrink:0;flex-basis:90px}.root.open .launcher{display:none}}
@media (max-width:480px) and (max-height:480px){.root.open .panel{height:100dvh}}
@media (forced-colors:active){.panel,.bubble,.file,.box,.note,.menu,.ask>div,.plain,.go{border:1px solid CanvasText}.dot{border:2px solid CanvasText}.dot.on{background:CanvasText}
.box:focus-within{outline:2px solid Highlight;outline-offset:2px}}
`;
