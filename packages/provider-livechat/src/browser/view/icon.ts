const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  chat: "M12 3c5.2 0 9.2 3.5 9.2 8s-4 8-9.2 8c-1 0-2-.1-2.9-.4L4.4 20.9c-.5.2-1-.2-.9-.8l.7-3.6C3.4 14.9 2.8 13 2.8 11c0-4.500 4-8 9.200-8z",
  close: "M6 6l12 12M18 6L6 18",
  down: "M6 9.500l6 6 6-6",
  send: "M4.500 12h7M4.200 5.200c-.3-.9.6-1.700 1.400-1.300l14.300 7.200c.8.4.8 1.500 0 1.900L5.600 20.100c-.8.4-1.700-.4-1.400-1.300L6.500 12 4.200 5.200z",
  attach:
    "M20 11.500l-8.200 8.200a5.300 5.300 0 0 1-7.500-7.500l8.500-8.500a3.600 3.600 0 0 1 5 5l-8.400 8.500a1.800 1.800 0 0 1-2.600-2.600l7.700-7.600",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  file: "M13.500 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8.500L13.500 3zM13.500 3v5.500H19",
  save: "M12 4v11M7.500 11L12 15.500 16.500 11M5 20h14",
  trash: "M4.500 7h15M9.500 7V4.500h5V7M6.500 7l.8 12.500h9.400L17.500 7M10 11v5M14 11v5",
} as const;
export type IconName = keyof typeof PATHS;

/** A drawing beside or instead of words, which are there for those who hear the page. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  const bold = name === "more" ? "3" : "1.8";
  const drawn: Readonly<Record<string, string>> = {
    viewBox: "0 0 24 24",
    width: "24",
    height: "24",
    fill: name === "chat" ? "currentColor" : "none",
    stroke: name === "chat" ? "none" : "currentColor",
    "stroke-width": bold,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
    "aria-hidden": "true",
    focusable: "false",
  };
  for (const [key, value] of Object.entries(drawn)) svg.setAttribute(key, value);
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
