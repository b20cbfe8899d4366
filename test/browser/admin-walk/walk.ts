/** A hub with a row of everything, and staff who walk through its back office: by its API, and by hand in a browser. */

import type { Page } from 'playwright-core';
import { newId } from '../../../server/core/ids.ts';
import { inTransaction } from '../../../server/db/index.ts';
import { createStaff, systemCtx } from '../../../server/domain/tenancy/index.ts';
import { everything, type Rows } from '../../admin/everything.ts';
import { startDemoHub } from '../../support/demo-hub.ts';
import type { TestServer } from '../../support/server.ts';

const password = 'a quiet harbour 1907';
export const roles = ['superuser', 'operator', 'support'] as const;

export interface WalkedHub {
  server: TestServer;
  /** A row of each model beside those of the demonstration. */
  rows: Rows;
  cookies: Readonly<Record<(typeof roles)[number], string>>;
}

/** The demonstration, what it lacks, and one person for each role. */
export async function openWalkedHub(): Promise<WalkedHub> {
  const server = await startDemoHub();
  const rows = await everything(server.deps.db, 'walk');
  await makeCredible(server, rows);
  const ctx = systemCtx(server.deps, 'walk', 'cli');
  const cookies = {} as Record<(typeof roles)[number], string>;
  for (const role of roles) {
    await createStaff(ctx, { username: `walk-${role}`, password, staffRole: role });
    cookies[role] = await cookieOf(server, `walk-${role}`);
  }
  return { server, rows, cookies };
}

/** What the factory makes up is nothing that a chain begins with, nor a kind of thing that a till can name. */
async function makeCredible(server: TestServer, rows: Rows): Promise<void> {
  const companyId = Number(rows.get('Company')?.['id']);
  await inTransaction(server.deps.db, async (tx) => {
    await tx.auditEntry.deleteMany({ where: { chain: companyId } });
    const ended = { pendingKey: null, closedAt: new Date('2026-07-02T10:00:00Z') };
    await tx.companyDeletionRequest.updateMany({ where: { companyId }, data: ended });
    await tx.barcodeMask.updateMany({ where: { companyId }, data: { startingDigits: '29' } });
    await tx.seenRecord.updateMany({ where: { companyId }, data: { kind: 'product', details: '{}' } });
    await tx.loyaltyProgramPolicy.updateMany({
      where: { companyId },
      data: { customerIdentifierType: 'PHONE', integrationProvider: 'LOCAL', phoneCountryCode: '+44' },
    });
    const productId = String(rows.get('Product')?.['id']);
    await tx.campaignProduct.updateMany({ where: { companyId }, data: { discountValueE4: 10_000n, productId } });
    const other = { id: newId(), companyId, number: 77, code: 'ZZZ', name: 'Other' };
    await tx.currency.create({ data: other });
    await tx.currencyRate.updateMany({ where: { companyId }, data: { targetCurrencyId: other.id } });
    await tx.productAttribute.updateMany({ where: { companyId }, data: { variantId: null } });
  });
}

async function cookieOf(server: TestServer, username: string): Promise<string> {
  const form = await fetch(`${server.url}/accounts/login/`);
  const token = /name="_csrf" value="([^"]+)"/.exec(await form.text())?.[1] ?? '';
  const answer = await fetch(`${server.url}/accounts/login/`, {
    method: 'POST',
    body: new URLSearchParams({ username, password, _csrf: token }),
    headers: { cookie: cookiesIn(form), 'sec-fetch-site': 'same-origin' },
    redirect: 'manual',
  });
  return cookiesIn(answer);
}

function cookiesIn(answer: Response): string {
  const pairs = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  // One that is taken away is set to nothing.
  return pairs.filter((pair) => !pair.endsWith('=')).join('; ');
}

/** Puts a person's session into a browser. */
export async function wear(page: Page, url: string, cookie: string): Promise<void> {
  const cookies = cookie.split('; ').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return { name, value: value.join('='), url };
  });
  await page.context().addCookies(cookies);
}

/** Goes to another page of the back office as its own links do. */
export async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate((to) => {
    window.history.pushState({ idx: (window.history.state as { idx?: number } | null)?.idx ?? 0, key: to }, '', to);
    window.dispatchEvent(new PopStateEvent('popstate', { state: window.history.state }));
  }, address);
}

/** One person at the API. */
export class Desk {
  private readonly url: string;
  private readonly cookie: string;

  constructor(url: string, cookie: string) {
    this.url = url;
    this.cookie = cookie;
  }

  async get(address: string): Promise<{ status: number; body: ListBody }> {
    const answer = await fetch(this.url + address, { headers: { cookie: this.cookie }, redirect: 'manual' });
    const text = await answer.text();
    return { status: answer.status, body: (text.startsWith('{') ? JSON.parse(text) : {}) as ListBody };
  }

  async post(address: string, fields: Record<string, string>): Promise<number> {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const headers = { cookie: this.cookie, 'sec-fetch-site': 'same-origin', accept: 'application/json' };
    const answer = await fetch(this.url + address, { method: 'POST', body, headers, redirect: 'manual' });
    await answer.text();
    return answer.status;
  }
}

export interface ListBody {
  meta?: { total: number | null; sorts: Record<string, boolean>; sortBy: string };
  records?: { id: string | number; params: Record<string, unknown>; recordActions?: { name: string }[] }[];
  record?: { id: string | number; recordActions?: { name: string }[] };
  fields?: { name: string; input: string; isFixed: boolean; maxLength?: number }[];
  values?: Record<string, string>;
  seen?: number | null;
  /** Of a history, the latest first. */
  items?: { id: number; changes: { column: string; canRestore: boolean }[] }[];
}
