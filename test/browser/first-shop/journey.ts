/** From the landing page to the first sale, as somebody goes who has never seen the hub. */

import type { Page } from 'playwright-core';
import { call } from '../../api/support.ts';
import { type Settings, sell } from '../../portal/stores/desk.ts';
import type { Hands } from './hands.ts';

export interface Newcomer {
  username: string;
  company: string;
  store: string;
}

const password = 'seven-Grey-herons-walk';

/** Registers, creates a company and a store, pairs a simulated till and looks at its first sale.
 *  @param onPage called on each page of the way, before anything is done there; its time does not count
 *  @returns how long it took in milliseconds */
export async function openFirstShop(
  page: Page,
  hands: Hands,
  { url, newcomer, onPage }: { url: string; newcomer: Newcomer; onPage(name: string): Promise<void> },
): Promise<number> {
  let aside = 0;
  const started = performance.now();
  const at = async (name: string) => {
    const before = performance.now();
    await onPage(name);
    aside += performance.now() - before;
  };
  const link = (name: string | RegExp) => page.getByRole('main').getByRole('link', { name }).first();
  const button = (name: string | RegExp) => page.getByRole('main').getByRole('button', { name });

  await page.goto(url);
  await at('the landing page');
  await hands.go(link('Create your account'));

  await at('registering');
  await hands.type(page.locator('#username'), newcomer.username);
  for (const field of await page.locator('main input[type=password]').all()) await hands.type(field, password);
  await hands.go(button(/create/i));

  await at('the dashboard without a company');
  await hands.go(link('Create a company'));

  await at('a new company');
  await hands.type(page.locator('#name'), newcomer.company);
  await hands.go(button(/create/i));

  await at('the company');
  await hands.go(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Home' }));
  await at('its home');
  await hands.go(link('Open a store'));

  await at('a new store');
  await hands.type(page.locator('#name'), newcomer.store);
  await hands.go(button('Open the store'));

  await at('the store without tills');
  await hands.go(link('Register a till'));
  await at('a new till');
  await hands.go(button('Register'));
  await at('pairing');
  await hands.go(button('Show the settings'));

  await at('the settings');
  const settings = settingsOf(await page.locator('#settings').inputValue());
  const init = await call(`${settings.url}/api/v1/pos/init`);
  if (init.status !== 200) throw new Error(`the till could not start: ${init.status}`);
  const status = await sell(settings);
  if (status !== 200) throw new Error(`the sale was not taken: ${status}`);
  await hands.go(link(/^Done/));

  await at('the till');
  await hands.go(link(/^No\. \d+/));
  await page.waitForURL('**/receipts/**');
  await page.getByRole('main').getByText(newcomer.store).first().waitFor();
  await at('the first receipt');
  return performance.now() - started - aside;
}

function settingsOf(toml: string): Settings {
  const value = (name: string) => new RegExp(`^${name} = "([^"]*)"$`, 'm').exec(toml)?.[1] ?? '';
  const codes = {
    office_code: value('office_code'),
    store_code: value('store_code'),
    terminal_code: value('terminal_code'),
  };
  return { url: value('base_url'), codes, toml };
}
