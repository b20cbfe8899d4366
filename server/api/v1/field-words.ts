/** What is wrong with a value, said as what would be right, where its schema says nothing of its own. */
import type { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

/** @returns undefined: in the words of the library */
export function wordsFor(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : mustBe(kinds[issue.expected] ?? issue.expected);
    case 'invalid_value':
      return mustBe(listOf(issue.values));
    case 'too_big':
      return limited(issue.origin, `at most ${issue.maximum}`);
    case 'too_small':
      return limited(issue.origin, `at least ${issue.minimum}`);
    case 'invalid_format':
      return mustBe(formats[issue.format] ?? 'written in another form: see the documentation of this address');
    default:
      return undefined;
  }
}

const mustBe = (what: string) => `must be ${what}`;

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a JSON object',
  record: 'a JSON object',
  null: 'null',
};

const formats: Readonly<Record<string, string>> = {
  datetime: 'an instant such as 2026-11-20T09:30:00Z',
  date: 'a day such as 2026-11-20',
  uuid: 'a UUID',
  email: 'an e-mail address',
  url: 'an address such as https://shop.example.com',
};

function listOf(values: readonly unknown[]): string {
  const named = values.map((value) => (typeof value === 'string' && value !== '' ? value : JSON.stringify(value)));
  return named.length === 1 ? String(named[0]) : `one of: ${named.join(', ')}`;
}

function limited(origin: string, bound: string): string {
  if (origin === 'string') return `must have ${bound} characters`;
  if (origin === 'array' || origin === 'set') return `must have ${bound} entries`;
  return mustBe(bound);
}
