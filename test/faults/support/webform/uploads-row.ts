import { gzipSync } from "node:zlib";
import { startFormSite } from "../../../browser/webform/start-form-site.js";
import type { FaultRow } from "../../fault-row.js";
import { carelessForm, takesAnything } from "./careless-form.js";
import { complete, FormVisitor } from "./form-visitor.js";

interface Upload {
  readonly name: string;
  readonly files: readonly File[];
  readonly field?: string;
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const file = (name: string, content: Buffer | string, type = "image/png"): File =>
  new File([Buffer.from(content)], name, { type });
const png = (name: string): File => file(name, Buffer.concat([PNG, Buffer.from("the rest")]));
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" onload="hurt()"/>`;

/** What a form for pictures and PDFs must not take. */
const bad = (): Upload[] => [
  ...[
    "a.exe",
    "a.png.exe",
    "a.html",
    "a.svg",
    "../a.png",
    "..\\a.png",
    "/etc/passwd",
    "a\u202egnp.exe",
    "C:a.png",
    ".png",
    "a.png ",
    "a.png.",
    "con:a.png",
    `${"x".repeat(300)}.png`,
  ].map((name) => ({ name: `a true picture called ${name}`, files: [png(name)] })),
  ...(
    [
      ["a page", "<!doctype html><script>hurt()</script>"],
      ["a drawing", SVG],
      ["XML", `<?xml version="1.0"?>${SVG}`],
      ["a program", Buffer.from("MZ\u0090\u0000")],
      ["an ELF program", Buffer.from("\u007fELF\u0002")],
      ["a shell script", "#!/bin/sh\nhurt"],
      ["a zip", Buffer.from("PK\u0003\u0004rest")],
      ["a zip bomb", Buffer.concat([Buffer.from("PK\u0003\u0004"), gzipSync(Buffer.alloc(50_000_000))])],
      ["a gzip bomb", gzipSync(Buffer.alloc(50_000_000))],
      ["an old office file", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])],
      ["a text", "only words"],
      ["nothing", ""],
      ["half a signature", PNG.subarray(0, 7)],
      ["a page behind a picture's name", "GIF89a=1;/*<script>hurt()</script>*/"],
      ["a page with a mark in front", "\ufeff<script>hurt()</script>"],
    ] as const
  ).map(([name, content]) => ({ name: `${name} called a.png`, files: [file("a.png", content)] })),
  { name: "a true picture under another type's name", files: [png("a.pdf")] },
  { name: "four files of three", files: [png("a.png"), png("b.png"), png("c.png"), png("d.png")] },
  { name: "one byte too many", files: [file("a.png", Buffer.concat([PNG, Buffer.alloc(2_097_152 - 7)]))] },
  { name: "more than any form takes", files: [file("a.png", Buffer.concat([PNG, Buffer.alloc(9_000_000)]))] },
  { name: "a file of no field", files: [png("a.png")], field: "other" },
  { name: "a file in a field of text", files: [png("a.png")], field: "message" },
];

const good = (): Upload[] => [
  { name: "a picture", files: [png("a.png")] },
  { name: "a picture said to be a page", files: [file("b.png", Buffer.concat([PNG, Buffer.from("x")]), "text/html")] },
  { name: "a PDF", files: [file("c.PDF", "%PDF-1.7\nbytes")] },
  { name: "three", files: [png("d.png"), file("Büro 3.jpg", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1])), png("f.png")] },
  { name: "as large as allowed", files: [file("g.png", Buffer.concat([PNG, Buffer.alloc(2_097_152 - 8)]))] },
];

export const uploadsRow: FaultRow = {
  row: "G6",
  provider: "webform",
  title:
    "files that are not what they are called, bombs, pages, programs, names with a path: refused, unpacked 0; true ones arrive byte for byte",
  run: async ({ mutant, report }) => {
    const limits = { perVisitor: { count: 100_000, perSeconds: 60 } };
    const site = await startFormSite({
      settings: () => ({ limits }),
      ...(mutant && { provider: carelessForm(takesAnything) }),
    });
    try {
      const visitor = new FormVisitor(site);
      const send = async ({ files, field = "photos" }: Upload): Promise<number> => {
        const body = new FormData();
        for (const [name, value] of Object.entries({ ...complete, _token: await visitor.token() }))
          body.append(name, value);
        for (const one of files) body.append(field, one, one.name);
        return visitor.postBody(body);
      };
      const before = process.memoryUsage().rss;
      let [letIn, lost] = [0, 0];
      const refused = bad();
      for (const upload of refused) {
        const status = await send(upload);
        if (status >= 400 && status < 500) continue;
        letIn += 1;
        if (letIn < 4) report(`${upload.name}: ${String(status)}`);
      }
      if (process.memoryUsage().rss - before > 100 * 1_048_576) letIn += 1;
      const taken = mutant ? [] : good();
      const known = site.handled.length;
      for (const upload of taken) if ((await send(upload)) !== 200) report(`${upload.name} was refused`);
      await visitor.arrived(known + taken.length);
      for (const [index, { files, name }] of taken.entries()) {
        const event = site.handled[known + index]?.event;
        const media = event?.type === "message" ? (event.media ?? []) : [];
        for (const [at, one] of files.entries()) {
          const isSame = Buffer.from(media[at]?.bytes ?? []).equals(Buffer.from(await one.arrayBuffer()));
          if (isSame && media[at]?.filename === one.name) continue;
          lost += 1;
          report(`${name} did not arrive as it was`);
        }
      }
      return { tried: refused.length + taken.length, lost, duplicated: 0, letIn: letIn + known };
    } finally {
      await site.close();
    }
  },
};
