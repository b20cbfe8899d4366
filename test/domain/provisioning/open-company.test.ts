import { beforeAll, describe, expect, it } from 'vitest';
import { createVault } from '../../../server/core/vault.ts';
import { putProducts } from '../../../server/domain/catalog/index.ts';
import { examineStores } from '../../../server/domain/doctor/index.ts';
import { ensureDefaultLayout } from '../../../server/domain/layouts/index.ts';
import { openCompany, setUpCatalog } from '../../../server/domain/provisioning/index.ts';
import { seedReferenceData } from '../../../server/domain/reference/index.ts';
import { createStore, createTerminal, issueTerminalSecret } from '../../../server/domain/stores/index.ts';
import { initFaults } from '../../api/init-check.ts';
import { call, type DeviceHub, type Json, only, startDeviceHub } from '../../api/support.ts';
import { withDatabase } from '../../support/database.ts';
import { makeUser, signedIn } from '../../support/people.ts';

const test = withDatabase();
let hub: DeviceHub;

beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  await seedReferenceData(hub.ctx);
  await ensureDefaultLayout(hub.ctx);
  return () => hub[Symbol.asyncDispose]();
});

const vault = () => createVault(hub.deps.config.secrets.vault);

/** A company as somebody without any right makes it, with a store and a till. */
async function openedBy(username: string, place: { timeZone: string; currency: string }) {
  await makeUser(test.db, username);
  const person = await signedIn(test.db, username);
  const company = await openCompany(person, { name: `Shop of ${username}`, ...place }, vault());
  const store = await createStore(hub.ctx, { companyId: company.id, code: 'S1', name: 'High Street' });
  const till = await createTerminal(hub.ctx, { storeId: store.id, code: 'T1' });
  const { baseUrl } = await issueTerminalSecret(hub.ctx, till.id, hub.url);
  return { company, store, person: await signedIn(test.db, username), baseUrl };
}

const byNumber = (rows: Json[]) => [...rows].sort((a, b) => a.no - b.no);

const places = [
  { country: 'GB', timeZone: 'Europe/London', currency: 'GBP', rates: ['20.00', '5.00', '0.00'] },
  { country: 'TR', timeZone: 'Europe/Istanbul', currency: 'TRY', rates: ['20.00', '10.00', '1.00', '0.00'] },
  { country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', rates: ['19.00', '7.00', '0.00'] },
  { country: 'none that is listed', timeZone: 'Asia/Tokyo', currency: 'JPY', rates: ['0.00'] },
];

describe.each(places)('a company opened in $country', ({ country, timeZone, currency, rates }) => {
  it('lacks nothing: the doctor finds nothing wrong, and its till can start, sell and close its day', async () => {
    const { store, baseUrl } = await openedBy(`owner.${country.slice(0, 2).toLowerCase()}`, { timeZone, currency });
    const [health] = await examineStores(hub.ctx, { storeId: store.id, vault: vault() });
    expect(health?.findings.filter(({ level }) => level === 'missing')).toEqual([]);
    expect(health?.ok).toBe(true);

    const { status, body } = await call(`${baseUrl}/api/v1/pos/init`);
    expect(status).toBe(200);
    const data = body.data as Record<string, Json>;
    expect(initFaults(data)).toEqual([]);
    expect(byNumber(data['vat_rates']).map((row) => row.rate)).toEqual(rates);
    for (const group of data['department_main_groups']) {
      expect(data['vat_rates'].some((row: Json) => row.id === group.fk_vat_id)).toBe(true);
      expect(data['department_sub_groups'].some((row: Json) => row.main_group_id === group.id)).toBe(true);
    }
    expect(only(data['customers'] as Json[])).toMatchObject({ name: 'Walk-in', is_walkin: true });
    expect(data['payment_types']).toHaveLength(10);
    expect(only(data['cashiers'] as Json[])).toMatchObject({ is_administrator: true, user_name: 'admin' });
    const sign = data['currencies'].find(
      (row: Json) => row.id === only(data['pos_settings'] as Json[]).fk_current_currency_id,
    );
    expect(sign.sign).toBe(currency);
  });
});

describe('the rates of another country', () => {
  it('take the place of those that the company began with, as long as there are no products', async () => {
    const { company, person, baseUrl } = await openedBy('owner.moves', {
      timeZone: 'Europe/Istanbul',
      currency: 'TRY',
    });
    await setUpCatalog(person, { companyId: company.id, country: 'DE' });
    const data = (await call(`${baseUrl}/api/v1/pos/init`)).body.data as Record<string, Json>;
    const alive = (rows: Json[]) => rows.filter((row) => row.is_deleted === false);
    expect(byNumber(alive(data['vat_rates'])).map((row) => row.rate)).toEqual(['19.00', '7.00', '0.00']);
    expect(
      alive(data['department_main_groups'])
        .map((row) => row.code)
        .sort(),
    ).toEqual(['1', '2', '3']);
    expect(initFaults(data)).toEqual([]);

    const main = await hub.ctx.db.reader.departmentMainGroup.findFirstOrThrow({ where: { companyId: company.id } });
    const sub = await hub.ctx.db.reader.departmentSubGroup.findFirstOrThrow({ where: { mainGroupId: main.id } });
    const row = { code: '1', name: 'Brot', mainGroupId: main.id, subGroupId: sub.id };
    await putProducts(hub.ctx, { companyId: company.id, rows: [row] });
    const late = setUpCatalog(person, { companyId: company.id, country: 'GB' });
    await expect(late).rejects.toMatchObject({ code: 'conflict' });
  });

  it('are nothing that somebody outside the company can choose', async () => {
    const { company } = await openedBy('owner.alone', { timeZone: 'Europe/London', currency: 'GBP' });
    await makeUser(test.db, 'a.stranger');
    const stranger = await signedIn(test.db, 'a.stranger');
    await expect(setUpCatalog(stranger, { companyId: company.id, country: 'DE' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
