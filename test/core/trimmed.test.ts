import { expect, it } from 'vitest';
import { trimmed } from '../../server/core/trimmed.ts';

it.each([' ', '\u00a0', '\u200b', ' \u200b\u2060 ', '\u202e', '\ufeff', ''])(
  'nothing that can be seen is nothing: %j',
  (text) => {
    expect(trimmed(text)).toBe('');
  },
);

it.each([
  [' Tea ', 'Tea'],
  ['👨‍👩‍👧', '👨‍👩‍👧'],
  ['می‌خواهم', 'می‌خواهم'],
])('%j stays %j', (text, kept) => {
  expect(trimmed(text)).toBe(kept);
});
