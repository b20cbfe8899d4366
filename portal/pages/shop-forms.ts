/** What the forms of the catalogue, of cashiers and of customers share: fields as data, one template for all of them. */

import { currencyDecimals } from '../../server/core/currencies.ts';
import { decimalToShortText } from '../../server/core/decimal.ts';
import type { Language } from '../../server/core/languages.ts';
import { decimalSignOf, readTypedNumber } from '../../server/core/typed-number.ts';
import { loadTemplate, type Template } from '../../server/http/templates.ts';
import type { Shown, Visit } from '../visit.ts';
import { fieldErrors, formProblem } from './problems.ts';

const formTemplate = loadTemplate(new URL('../views/shop/form.hbs', import.meta.url));
const confirmTemplate = loadTemplate(new URL('../views/shop/confirm.hbs', import.meta.url));

interface Option {
  value: string;
  name: string;
  isChosen: boolean;
}

/** A field as the template draws it; texts are finished. */
export interface Field {
  name: string;
  label: string;
  kind?: 'text' | 'area' | 'select' | 'check' | 'date' | 'secret' | 'file' | 'heading' | 'note';
  value?: string;
  hint?: string;
  isOptional?: boolean;
  isChecked?: boolean;
  max?: number;
  /** Which keyboard a telephone shows. */
  mode?: 'decimal' | 'numeric' | 'email' | 'tel';
  options?: readonly Option[];
  /** Options below headings. */
  groups?: readonly { name: string; options: readonly Option[] }[];
  /** What stands behind the field, such as the currency. */
  unit?: string;
  accept?: string;
}

export type Errors = Readonly<Record<string, readonly string[]>>;

export interface Refusal {
  errors: Errors;
  /** What belongs to no field. */
  message: string | null;
}

export const noRefusal: Refusal = { errors: {}, message: null };

/** What an operation refused, beside its fields; errors that no field shows stand above the form.
 *  @throws every error that no form can show */
export function refusalOf(error: unknown, shownFields: readonly string[]): Refusal {
  const problem = formProblem(error);
  const errors: Record<string, string[]> = {};
  const rest: string[] = [];
  for (const [path, sentences] of Object.entries(fieldErrors(problem))) {
    const name = shownFields.find((each) => path === each || path.startsWith(`${each}.`));
    if (name === undefined) rest.push(...sentences);
    else errors[name] = [...(errors[name] ?? []), ...sentences];
  }
  const isNowhere = Object.keys(errors).length === 0 && rest.length === 0;
  return { errors, message: rest.length > 0 ? rest.join(' ') : isNowhere ? (problem.detail ?? problem.title) : null };
}

interface FormPage {
  title: string;
  lead?: string;
  fields: readonly Field[];
  refusal?: Refusal;
  hidden?: Readonly<Record<string, string>>;
  submit: string;
  cancelHref: string;
  isUpload?: boolean;
  active: NonNullable<Shown['active']>;
  crumbs?: Shown['crumbs'];
  /** More of the page, below the form. */
  after?: { template: Template; model: object };
}

/** A page with one form. */
export function formPage(page: FormPage): Shown {
  const { title, lead, refusal = noRefusal, hidden = {}, submit, cancelHref, isUpload = false, active, crumbs } = page;
  const model = {
    fields: page.fields.map((field) => fieldModel(field, refusal.errors[field.name] ?? [])),
    message: refusal.message,
    hidden: Object.entries(hidden).map(([name, value]) => ({ name, value })),
    ...{ submit, cancelHref, isUpload },
  };
  const { after } = page;
  const template: Template = after
    ? (all, t) => formTemplate(all, t) + after.template({ ...all, ...after.model }, t)
    : formTemplate;
  return { title, ...(lead !== undefined && { lead }), template, active, ...(crumbs && { crumbs }), model };
}

function fieldModel(field: Field, errors: readonly string[]) {
  const kind = field.kind ?? 'text';
  return {
    ...field,
    id: `f-${field.name.replaceAll('.', '-')}`,
    value: field.value ?? '',
    errors,
    hasErrors: errors.length > 0,
    isArea: kind === 'area',
    isSelect: kind === 'select',
    isCheck: kind === 'check',
    isHeading: kind === 'heading',
    isNote: kind === 'note',
    isFile: kind === 'file',
    isInput: kind === 'text' || kind === 'date' || kind === 'secret',
    inputType: kind === 'secret' ? 'password' : kind === 'date' ? 'date' : field.mode === 'email' ? 'email' : 'text',
    isSecret: kind === 'secret',
    isRequired: !field.isOptional,
  };
}

interface ConfirmPage {
  title: string;
  lead?: string;
  /** What will happen, sentence by sentence. */
  effects: readonly string[];
  /** What it touches, with how many. */
  counts?: readonly { name: string; count: string }[];
  message?: string | null;
  hidden: Readonly<Record<string, string>>;
  submit: string;
  isHarmless?: boolean;
  /** Set: it cannot be done now, and why. */
  refused?: string | null;
  cancelHref: string;
  active: NonNullable<Shown['active']>;
  crumbs?: Shown['crumbs'];
}

/** A page that asks before something is done, and says what will happen. */
export function confirmPage(page: ConfirmPage): Shown {
  const { title, lead, active, crumbs, hidden, ...model } = page;
  return {
    title,
    ...(lead !== undefined && { lead }),
    template: confirmTemplate,
    active,
    ...(crumbs && { crumbs }),
    model: { ...model, hidden: Object.entries(hidden).map(([name, value]) => ({ name, value })) },
  };
}

/** An amount as it stands in a field: the language's decimal sign, no groups. */
export function moneyField(amountE4: bigint | null, currency: string, language: Language): string {
  if (amountE4 === null) return '';
  const decimals = currencyDecimals(currency);
  const [whole = '', rest = ''] = decimalToShortText(amountE4, 4).split('.');
  const fraction = rest.padEnd(decimals, '0');
  return fraction === '' ? whole : `${whole}${decimalSignOf(language)}${fraction}`;
}

/** What somebody typed as an amount; nothing typed is null. */
export function readMoneyField(
  typed: string,
  currency: string,
  { language, t }: Pick<Visit, 'language' | 't'>,
): { amountE4: bigint | null } | { error: string } {
  const read = readTypedNumber(typed, { language, places: 4, decimals: currencyDecimals(currency) });
  if (read.ok) return { amountE4: read.value };
  if (read.problem === 'empty') return { amountE4: null };
  if (read.problem === 'ambiguous')
    return { error: t('shop.number.ambiguous', { a: read.readings[0], b: read.readings[1] }) };
  if (read.problem === 'too_precise') return { error: t('shop.number.tooPrecise', { count: read.decimals }) };
  const example = `1234${decimalSignOf(language)}50`;
  return {
    error: t(
      `shop.number.${read.problem === 'not_a_number' ? 'none' : read.problem === 'negative' ? 'negative' : 'tooLarge'}`,
      { example },
    ),
  };
}

/** A whole number of a field: undefined when nothing was typed, NaN (which operations refuse) when it is none. */
export function wholeOf(typed: string | undefined): number | undefined {
  const text = (typed ?? '').trim();
  if (text === '') return undefined;
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}

/** The version that a form carried; NaN, which is none, when it carried nothing. */
export function seenOf(typed: string | undefined): number {
  return wholeOf(typed) ?? Number.NaN;
}
