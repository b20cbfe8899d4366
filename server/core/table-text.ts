/** Tables as text, as spreadsheets of many countries write them: which letters the bytes are, and what separates the cells. */

import { isUtf8 } from 'node:buffer';

export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'windows-1254';

/** The text of a file. A mark at its beginning decides; otherwise bytes that are valid UTF-8 are UTF-8, zeros in every other
 *  place are UTF-16, and what is left is Windows: Turkish where one of the six Turkish letters occurs, else Western. */
export function decodeTable(bytes: Uint8Array): { text: string; encoding: TextEncodingName } {
  const encoding = encodingOf(bytes);
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}

/** How its letters are written. */
export function encodingOf(bytes: Uint8Array): TextEncodingName {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, 4000);
  const zeros = [0, 0];
  head.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if (odd > head.length / 4) return 'utf-16le';
  if (even > head.length / 4) return 'utf-16be';
  if (isUtf8(bytes)) return 'utf-8';
  return bytes.some((byte) => turkishLetters.has(byte)) ? 'windows-1254' : 'windows-1252';
}

/** Ğ İ Ş ğ ı ş in Windows-1254: where Windows-1252 has letters of Icelandic. */
const turkishLetters = new Set([0xd0, 0xdd, 0xde, 0xf0, 0xfd, 0xfe]);

const separators = [';', ',', '\t', '|'] as const;

/** What separates the cells: the sign that stands equally often in each of the first lines, outside of quotes. */
export function separatorOf(text: string): string {
  const lines = firstLines(text, 20);
  const counted = separators.map((separator) => {
    const counts = lines.map((line) => line.split(separator).length - 1);
    const first = counts[0] ?? 0;
    const alike = counts.filter((count) => count === first).length;
    return { separator, weight: first === 0 ? 0 : alike * 100 + first };
  });
  return counted.reduce((best, each) => (each.weight > best.weight ? each : best)).separator;
}

/** Lines with what stands in quotes taken out; line ends in quotes do not end a line. */
function firstLines(text: string, most: number): string[] {
  const bare = text.slice(0, 50_000).replace(/"(?:[^"]|"")*"/g, '');
  return bare
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, most);
}
