/** A row of a list changed by its form, and the change taken back from its history. */

import type { Page } from 'playwright-core';
import { type Desk, goTo, type ListBody } from './walk.ts';

type Field = NonNullable<ListBody['fields']>[number];

export interface Change {
  model: string;
  id: string;
  field: Field;
  was: string;
  word: string;
}

const formOf = ({ model, id }: Pick<Change, 'model' | 'id'>) =>
  `/admin/api/hub/records/${model}/${encodeURIComponent(id)}`;

/** A text that means nothing to tills, or an amount. */
function changeableField({ fields = [] }: ListBody): Field | undefined {
  const free = fields.filter(({ isFixed, name }) => !isFixed && !/^(code|currency|startingDigits)$/.test(name));
  return free.find(({ input }) => input === 'text' || input === 'long') ?? free.find(({ input }) => isFigure(input));
}

const isFigure = (input: string) => input === 'decimal' || input === 'number';

function otherWord(was: string, { input, maxLength = 20 }: Field): string {
  if (input === 'number') return was === '7' ? '8' : '7';
  if (input === 'decimal') return was === '7.25' ? '8.75' : '7.25';
  if (was === '') return 'walked';
  return was.length < maxLength ? `${was}x` : was.slice(0, -1);
}

/** What is to become of rows of a list, latest first; a fault in words when no form of one offers anything. */
async function* possible(at: Desk, model: string): AsyncGenerator<Change & { seen: string }> {
  const { body } = await at.get(`/admin/api/resources/${model}/actions/list?perPage=25`);
  for (const { id, params } of body.records ?? []) {
    if (params['deletedAt']) continue;
    const { body: form } = await at.get(`${formOf({ model, id: String(id) })}/form`);
    const field = changeableField(form);
    if (!field || !form.values) continue;
    const was = form.values[field.name] ?? '';
    yield { model, id: String(id), field, was, word: otherWord(was, field), seen: String(form.seen) };
  }
}

/** Changes the newest row whose form takes it; a fault in words when none does. */
export async function changeARow(at: Desk, model: string): Promise<Change | string> {
  let last = 'there is no row with a field to change';
  for await (const change of possible(at, model)) {
    const { field, word, seen } = change;
    const values = JSON.stringify({ [field.name]: word });
    const saved = await at.post(`${formOf(change)}/save`, { seen, values });
    if (saved === 200) return (await fieldOf(at, change)) === word ? change : `${field.name} was not saved`;
    last = `${field.name} “${word}” answers ${saved}`;
  }
  return last;
}

async function fieldOf(at: Desk, change: Change): Promise<string | undefined> {
  const { body } = await at.get(`${formOf(change)}/form`);
  return body.values?.[change.field.name];
}

/** Takes a change back as the history offers it; a fault in words, or null. */
export async function undoAtApi(at: Desk, change: Change): Promise<string | null> {
  const { name } = change.field;
  const { body } = await at.get(`${formOf(change)}/history`);
  const latest = body.items?.find(({ changes }) => changes.some(({ column }) => column === name));
  if (!latest?.changes.find(({ column }) => column === name)?.canRestore) return `${name} has no way back`;
  const status = await at.post(`${formOf(change)}/restore-field`, { entry: String(latest.id), column: name });
  if (status !== 200) return `putting ${name} back answers ${status}`;
  return (await fieldOf(at, change)) === change.was ? null : `${name} was not put back`;
}

/** The same with keys and mouse: the form is filled in and saved, and "Put back" is pressed; a fault in words, or null. */
export async function undoByHand(page: Page, at: Desk, model: string): Promise<string | null> {
  let fault = 'there is no row with a field to change';
  for await (const change of possible(at, model)) {
    const saved = await saveByHand(page, change);
    if (saved !== null) {
      fault = saved;
      continue;
    }
    if ((await fieldOf(at, change)) !== change.word) return `${change.field.name} was not saved`;
    return putBackByHand(page, at, change);
  }
  return fault;
}

async function saveByHand(page: Page, { model, id, field, word }: Change): Promise<string | null> {
  await goTo(page, `/admin/resources/${model}/records/${encodeURIComponent(id)}/edit`);
  await page.waitForSelector(`form[data-gate-form] #field-${field.name}`);
  await page.fill(`#field-${field.name}`, word);
  await page.click('[data-gate-save]');
  const isSaved = await Promise.race([
    page.waitForURL('**/show').then(() => true),
    page.waitForSelector('.gate-wrong, .gate-form-message.is-bad').then(() => false),
  ]);
  if (isSaved) return null;
  const told = await page.locator('.gate-wrong, .gate-form-message.is-bad').allTextContents();
  await letGo(page);
  return `“${word}” for ${field.name} is refused: ${told.join('; ')}`;
}

/** Leaves a form with what was typed into it. */
async function letGo(page: Page): Promise<void> {
  page.once('dialog', (dialog) => dialog.accept());
  await page.goto(new URL('/admin', page.url()).href);
  await page.waitForSelector('.gate-nav');
}

async function putBackByHand(page: Page, at: Desk, change: Change): Promise<string | null> {
  await page.click('[role=tab] >> text=History');
  // The latest version stands first.
  const latest = page.locator('.gate-version').first();
  await latest.waitFor();
  const button = latest.locator('.gate-diff button').first();
  if ((await button.count()) === 0) return `${change.field.name} has no button that puts it back`;
  page.once('dialog', (dialog) => dialog.accept());
  await Promise.all([page.waitForEvent('load'), button.click()]);
  await page.waitForSelector('.gate-title');
  return (await fieldOf(at, change)) === change.was ? null : `${change.field.name} was not put back`;
}
