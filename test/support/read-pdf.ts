/** The texts of a PDF that was written without compression, in the order in which they are drawn. */

interface PdfText {
  page: number;
  text: string;
}

/** @param pdf as pdfkit writes it with `compress: false` and embedded fonts */
export function readPdf(pdf: Buffer): { pages: number; texts: PdfText[]; source: string } {
  const source = pdf.toString('latin1');
  const objects = new Map<string, string>();
  for (const [, id, body] of source.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g))
    objects.set(id ?? '', body ?? '');
  const letters = new Map<string, Map<string, string>>();
  for (const [id, body] of objects) {
    const map = /\/ToUnicode (\d+) 0 R/.exec(body)?.[1];
    if (map !== undefined) letters.set(id, readLetters(objects.get(map) ?? ''));
  }
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\n/.test(body));
  const texts = pages.flatMap((body, index) => {
    const fonts = new Map<string, Map<string, string>>();
    const resources = objects.get(/\/Resources (\d+) 0 R/.exec(body)?.[1] ?? '') ?? body;
    for (const [, name, id] of resources.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      fonts.set(name ?? '', letters.get(id ?? '') ?? new Map());
    }
    const content = objects.get(/\/Contents (\d+) 0 R/.exec(body)?.[1] ?? '') ?? '';
    return readContent(content, fonts).map((text) => ({ page: index + 1, text }));
  });
  return { pages: pages.length, texts, source };
}

function readLetters(cmap: string): Map<string, string> {
  const letters = new Map<string, string>();
  for (const [, first, list] of cmap.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/g)) {
    const units = [...(list ?? '').matchAll(/<([0-9a-f ]*)>/g)].map(([, hex]) => (hex ?? '').replaceAll(' ', ''));
    for (const [offset, hex] of units.entries()) {
      const code = (Number.parseInt(first ?? '0', 16) + offset).toString(16).padStart(4, '0');
      letters.set(code, Buffer.from(hex, 'hex').swap16().toString('utf16le'));
    }
  }
  return letters;
}

function readContent(content: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string[] {
  const texts: string[] = [];
  let font: ReadonlyMap<string, string> = new Map();
  for (const [, name, drawn] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[(<[^\]]*)\] TJ/g)) {
    if (name !== undefined) font = fonts.get(name) ?? new Map();
    if (drawn === undefined) continue;
    const codes = [...drawn.matchAll(/<([0-9a-f]*)>/g)].flatMap(([, hex]) => hex?.match(/.{4}/g) ?? []);
    texts.push(codes.map((code) => font.get(code) ?? '').join(''));
  }
  return texts;
}
