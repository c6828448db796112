export const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: light-dark(#1b1f24, #e6edf3); background: light-dark(#f6f8fa, #0d1117); }
main { max-width: 52rem; margin: 0 auto; padding: 2rem 1rem; display: flex; flex-wrap: wrap; gap: 1.5rem 3rem; align-items: start; }
h1 { flex: 1 0 100%; }
.steps { flex: 1 1 16rem; display: grid; gap: .75rem; }
plugboard-softphone { flex: 1 1 20rem; }
h1 { margin: 0; font-size: 1.5rem; }
p { margin: 0; }
ol { margin: 0; padding-inline-start: 1.25rem; display: grid; gap: .35rem; }
kbd { font: inherit; font-weight: 600; }
a { color: light-dark(#0b57d0, #8ab4f8); }
`;

/** The page of one operator. Everything in it comes from this site: its policy says so. */
export function page(operator: string, other: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${operator}'s desk</title>
<link rel="stylesheet" href="/style.css">
<script type="module" src="/softphone.js"></script>
</head>
<body>
<main>
<h1>${operator}'s desk</h1>
<plugboard-softphone desk-url="/desk/${operator}/softphone"></plugboard-softphone>
<div class="steps">
<p>Two desks, each a tab of its own, call each other through your SIP server.</p>
<ol>
<li>Open <a href="/desk/${other}" target="_blank">${other}'s desk</a> in another tab.</li>
<li>Write <strong>${other}</strong> into the field here and press <kbd>Enter</kbd>.</li>
<li>Answer there. Both sides have mute, hold, transfer and a keypad, by mouse and by keyboard.</li>
<li>Look at the terminal: the host is told of every step, and <kbd>call</kbd> written there has it place a call by itself.</li>
</ol>
</div>
</main>
</body>
</html>
`;
}
