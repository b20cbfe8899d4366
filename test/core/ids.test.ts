import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWireId, newId, normalizeWireId, readsAsNumber } from '../../server/core/ids.ts';

test('new ids are random UUIDs of version 4 and never read as a number', () => {
  const ids = Array.from({ length: 20_000 }, () => newId());
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.isNaN(Number(id.replaceAll('-', '')))).toBe(true);
  }
});

test('a draw that reads as a number is drawn again', () => {
  const draws = [
    '00000000-0000-4000-8000-000000000001',
    '12345678-1234-4e34-8123-123456789012',
    'a2345678-1234-4234-8123-123456789012',
  ];
  expect(newId(() => draws.shift() ?? '')).toBe('a2345678-1234-4234-8123-123456789012');
});

test('whatever Number() takes for a number is seen as one', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 32, maxLength: 32 });
  const withLetter = fc
    .tuple(digits, fc.nat(31), fc.constantFrom(...'0e'))
    .map(([text, at, letter]) => `${text.slice(0, at)}${letter}${text.slice(at + 1)}`);
  fc.assert(fc.property(withLetter, (text) => Number.isNaN(Number(text)) || readsAsNumber(text)));
  expect(readsAsNumber('a0000000-0000-4000-8000-000000000001')).toBe(false);
  expect(readsAsNumber('1e000000-0000-4e00-8000-000000000001')).toBe(false);
});

test('ids with and without dashes and in any case have one stored form', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      for (const form of [id, id.toUpperCase(), id.replaceAll('-', ''), id.replaceAll('-', '').toUpperCase()]) {
        expect(isWireId(form)).toBe(true);
        expect(normalizeWireId(form)).toBe(id);
      }
    }),
  );
});

test.each([null, 5, '', 'x', 'a0000000-0000-4000-8000-00000000001', '{a0000000-0000-4000-8000-000000000001}'])(
  '%j is no id',
  (value) => {
    expect(isWireId(value)).toBe(false);
    expect(normalizeWireId(value)).toBeNull();
  },
);
