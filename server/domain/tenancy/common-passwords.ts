/** Passwords that guessers try first, and what people make of them in the belief that it helps. */

import { readFileSync } from 'node:fs';

const files = ['./common-passwords.txt', './common-patterns.txt'];

/** So many characters put before or behind a common word do not make it uncommon. */
const mostAround = 8;

const leet: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'l',
  '+': 't',
  '(': 'c',
};

let known: ReadonlySet<string> | undefined;

/** Whether it is on our lists as it stands, in other letters (`p4ssw0rd`), with something before or behind it (`!dragon2024`),
 *  or twice over. Capitals and accents make no difference. */
export function isCommonPassword(password: string): boolean {
  const folded = fold(password);
  const twice = folded.slice(0, folded.length / 2);
  const texts = folded === twice + twice ? [folded, twice] : [folded];
  return texts.flatMap(cores).some((core) => commonPasswords().has(core));
}

/** Every entry of the lists, folded. Read when first asked for. */
export function commonPasswords(): ReadonlySet<string> {
  known ??= new Set(
    files.flatMap((file) =>
      readFileSync(new URL(file, import.meta.url), 'utf8')
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map(fold),
    ),
  );
  return known;
}

function cores(text: string): string[] {
  const withoutEnd = text.replace(/[^\p{L}]+$/u, '');
  const parts = [text, withoutEnd, text.replace(/^[^\p{L}]+/u, ''), withoutEnd.replace(/^[^\p{L}]+/u, '')];
  return parts
    .filter((part) => part.length >= 4 && text.length - part.length <= mostAround)
    .flatMap((part) => [part, readLeet(part, 'i'), readLeet(part, 'l')]);
}

/** A `1` is read as an i or as an l. */
function readLeet(text: string, one: string): string {
  return text.replace(/[0-9@$!|+(]/g, (sign) => (sign === '1' ? one : (leet[sign] ?? sign)));
}

function fold(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
  return plain.replaceAll('ı', 'i').replaceAll('ß', 'ss');
}
