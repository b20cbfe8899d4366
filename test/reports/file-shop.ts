/** A company with something in every report: stores, currencies, names with every letter, late and cancelled receipts. */
import { type Database, inTransaction } from '../../server/db/index.ts';
import { createStore, createTerminal, type TerminalIdentity } from '../../server/domain/stores/index.ts';
import { hubCtx } from '../support/hub.ts';
import { sell } from './world.ts';

export interface Shop {
  companyId: number;
  slug: string;
  tills: TerminalIdentity[];
}

export async function fillShop(db: Database, company: { id: number; slug: string }, now: Date): Promise<Shop> {
  const ctx = hubCtx(db, now);
  const { officeCode } = await inTransaction(db, (tx) => tx.company.findUniqueOrThrow({ where: { id: company.id } }));
  const tills: TerminalIdentity[] = [];
  for (const [code, name, currency] of [
    ['STORE-001', '=Şişli „İstanbul“ ığüöç', 'TRY'],
    ['STORE-002', 'Über dem Fluß', 'EUR'],
  ] as const) {
    const place = { timeZone: 'Europe/Istanbul', dayStartMinutes: 240, currency };
    const store = await createStore(ctx, { companyId: company.id, code, name, ...place });
    const terminal = await createTerminal(ctx, { storeId: store.id, code: 'POS-001' });
    tills.push({
      ...{ terminalId: terminal.id, storeId: store.id, companyId: company.id },
      ...{ officeCode, storeCode: code, terminalCode: 'POS-001' },
      ...place,
    });
  }
  for (const [place, till] of tills.entries()) {
    const currency = place === 0 ? 'TRY' : 'EUR';
    await sell(db, till, [
      { at: '2026-11-02T09:30:00', total: '1234.5600', vat: '112.2300', lines: 2, currency },
      { at: '2026-11-03T03:30:00', total: '99.9900', discount: '9.9900', currency },
      { at: '2026-11-10T10:30:00', total: '9.0050', type: 'return', currency },
      { at: '2026-11-19T18:00:00', total: '50000.0000', vat: '4545.4500', lines: 3, currency },
      { at: '2026-11-19T18:01:00', total: '17.0000', isCancelled: true, currency },
      { at: '2026-10-20T12:00:00', total: '400.0000', currency },
    ]);
  }
  return { companyId: company.id, slug: company.slug, tills };
}
