import { describe, expect, it } from 'vitest';
import { books, everyText } from './texts.ts';

const texts = everyText();
const holes = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

describe.each(['tr', 'de'] as const)('the back office in %s', (language) => {
  const files = books(language);
  const book: Record<string, string> = Object.assign({}, ...files.values());

  it('says everything that it says in English: texts, names of lists, columns and values', () => {
    const missing = [...texts].filter(([text]) => !book[text]).map(([text, place]) => `${place}: ${text}`);
    expect(missing).toEqual([]);
  });

  it('holds nothing that nobody says', () => {
    const unused = [...files].flatMap(([file, said]) =>
      Object.keys(said)
        .filter((text) => !texts.has(text))
        .map((text) => `${file}: ${text}`),
    );
    expect(unused).toEqual([]);
  });

  it('keeps the holes that facts go into', () => {
    const wrong = Object.entries(book).filter(([english, text]) => `${holes(english)}` !== `${holes(text)}`);
    expect(wrong).toEqual([]);
  });
});

it('finds hundreds of texts', () => {
  expect(texts.size).toBeGreaterThan(700);
});
