/** What programs ask of reports, as an address says it: texts, which the report itself reads (`engine/window.ts`). */
import { z } from 'zod';
import { languages } from '../../server/core/languages.ts';
import { catalogue } from '../catalogue.ts';
import { filterNames } from '../engine/window.ts';
import { comparisons, presets } from '../range.ts';

const oneOf = <const T extends readonly [string, ...string[]]>(values: T, description: string) =>
  z
    .enum(values, `must be one of: ${values.join(', ')}`)
    .optional()
    .describe(description);

/** "a,b", or the name repeated. */
const list = (description: string) =>
  z
    .union([z.string().max(2000), z.array(z.string().max(200)).max(100)], 'must be a list of up to 2000 characters')
    .transform((value) => (typeof value === 'string' ? value : value.filter((each) => each !== '').join(',')))
    .optional()
    .describe(description);

const day = (description: string) => z.string('must be a day, YYYY-MM-DD').optional().describe(description);

const language = oneOf(languages, 'Of labels and titles; without it that of your profile.');

/** An empty value is none. */
const withoutEmpty = (sent: unknown) =>
  typeof sent === 'object' && sent !== null
    ? Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== ''))
    : sent;

const fields = {
  company: z.string('must name a company by its slug, as /api/v1/companies lists it').describe('Slug of the company.'),
  range: oneOf([...presets, 'own'], 'Days by name; "own" takes from and to. With from and to alone it is "own".'),
  from: day('First day of an own range, YYYY-MM-DD.'),
  to: day('Last day of an own range, YYYY-MM-DD.'),
  compare: oneOf(comparisons, 'Which earlier days the lead column is compared with.'),
  store: list('Codes of stores; without them all that you may see.'),
  terminal: list('UUIDs of tills.'),
  department: list('Ids of departments; "-" stands for lines that name none.'),
  cashier: list('Ids of cashiers; "-" stands for receipts that name none.'),
  payment: list('Payment types, such as CASH_PAYMENT.'),
  in: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be three capital letters of a currency, like EUR')
    .optional()
    .describe('Converts everything into this currency, ISO 4217, at each day’s rate.'),
};

/** Choices that are single reports' own, and by what else single reports are narrowed: each report refuses the others'. They
 *  are known by name only when the catalogue is read, so their types are not told. */
function ownFields(): object {
  const options = new Map<string, Set<string>>();
  for (const { options: own = [] } of catalogue) {
    for (const { name, values } of own) options.set(name, new Set([...(options.get(name) ?? []), ...values]));
  }
  const of = (test: (report: (typeof catalogue)[number]) => boolean | undefined) =>
    `Of the reports ${catalogue
      .filter(test)
      .map(({ name }) => name)
      .join(', ')}.`;
  const chosen = [...options].map(([name, values]) => {
    const description = of((report) => report.options?.some((option) => option.name === name));
    // Which values a report has of them, it says itself.
    return [
      name,
      z
        .string()
        .optional()
        .meta({ description, enum: [...values] }),
    ] as const;
  });
  const narrowing = new Set(catalogue.flatMap(({ narrowedBy = [] }) => narrowedBy));
  const known = new Set<string>([...Object.keys(fields), ...options.keys(), ...filterNames]);
  const narrowed = [...narrowing]
    .filter((name) => !known.has(name))
    .map(
      (name) =>
        [
          name,
          z
            .string()
            .optional()
            .describe(of((report) => report.narrowedBy?.includes(name))),
        ] as const,
    );
  const after = z
    .string()
    .optional()
    .describe(`"next" of the answer before: the rows that follow. ${of(({ isPaged }) => isPaged)}`);
  return Object.fromEntries([...chosen, ...narrowed, ['after', after]]);
}

export const reportQuestion = z.preprocess(withoutEmpty, z.strictObject({ ...fields, language }).extend(ownFields()));

export const listQuestion = z.preprocess(withoutEmpty, z.strictObject({ language }));
