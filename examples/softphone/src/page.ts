export const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: light-dark(#1b1f24, #e6edf3); background: light-dark(#f6f8fa, #0d1117); }
main { max-width: 40rem; margin: 0 auto; padding: 2rem 1rem; display: grid; gap: 1.5rem; }
h1 { margin: 0; font-size: 1.5rem; }
p { margin: 0; }
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
<p>Open <a href="/desk/${other}" target="_blank">${other}'s desk</a> in another tab and call: <strong>${other}</strong>.</p>
<plugboard-softphone desk-url="/desk/${operator}/softphone"></plugboard-softphone>
</main>
</body>
</html>
`;
}
