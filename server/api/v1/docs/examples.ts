/** What each operation is sent and answers, as a run of the tests has recorded it: `npm run build:examples`. */
import { readFileSync } from 'node:fs';

/** By the operations' names. */
export type Examples = Readonly<
  Record<
    string,
    {
      body?: unknown;
      /** Of the answer. */
      status: number;
      /** Absent: it has no body. Lines and events are one text. */
      answer?: unknown;
    }
  >
>;

const file = new URL('./examples.json', import.meta.url);

export function readExamples(): Examples {
  return JSON.parse(readFileSync(file, 'utf8')) as Examples;
}
