import { expect, it } from 'vitest';
import { hintFor } from '../../../admin/adapter/hints.ts';
import { Source } from '../../../admin/adapter/source.ts';
import { definitions } from '../../../admin/resources/index.ts';
import { sayIn } from '../../../admin/texts.ts';

const registered = new Set<string>(definitions.map(({ model }) => model));
const columns = definitions.flatMap((definition) =>
  [...new Source(definition, registered).columns.values()].map((info) => ({ model: definition.model, info })),
);
const hintsIn = (language: 'en' | 'tr' | 'de') =>
  columns.map(({ model, info }) => hintFor(sayIn(language), model, info)).filter((hint) => hint !== '');

it('no field is explained by words of a program', () => {
  expect(hintsIn('en').length).toBeGreaterThan(20);
  expect(hintsIn('en').filter((hint) => /\bnull\b|_|`/.test(hint))).toEqual([]);
});

it.each(['tr', 'de'] as const)('in %s every field is explained in that language', (language) => {
  const english = new Set(hintsIn('en'));
  const same = hintsIn(language).filter((hint) => english.has(hint));
  expect(same.filter((hint) => hint !== 'JSON' && hint !== 'HH:MM:SS, UTC')).toEqual([]);
});

it('a number of minutes says that it is one', () => {
  const days = columns.filter(({ info }) => info.field.name === 'dayStartMinutes');
  expect(days.map(({ model, info }) => [model, /minutes/.test(info.label)])).toEqual([
    ['Company', true],
    ['Store', true],
  ]);
});
