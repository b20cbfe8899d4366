import { describe, expect, it } from 'vitest';
import { readTransaction } from '../../../server/domain/sales/index.ts';
import type { TerminalIdentity } from '../../../server/domain/stores/index.ts';
import { type Body, makeTransaction, sample } from './support.ts';

const terminal: TerminalIdentity = {
  terminalId: 3,
  storeId: 2,
  companyId: 1,
  officeCode: 'OFFICE-001',
  storeCode: 'STORE-001',
  terminalCode: 'POS-001',
  timeZone: 'Europe/London',
  dayStartMinutes: 0,
  currency: 'EUR',
};

const read = (body: Body, place: Partial<TerminalIdentity> = {}) =>
  readTransaction(body, { terminal: { ...terminal, ...place }, receivedAt: new Date(0), bodyHash: 'hash' });

describe('reading a transaction', () => {
  it('needs no more than id, time and numbers; the rest has defaults', () => {
    const head = {
      id: 'A0B1C2D3E4F5460798A9BACBDCEDFE0F',
      transaction_date_time: '2026-07-01T00:30:00.123456',
      closure_number: '4',
      receipt_number: 7,
    };
    const { head: row, rows } = read({ head });
    expect(row).toMatchObject({
      uuid: 'a0b1c2d3-e4f5-4607-98a9-bacbdcedfe0f',
      document_type: 'FISCAL_RECEIPT',
      transaction_type: 'sale',
      status: 'completed',
      sign: 1,
      is_cancelled: false,
      occurred_at: new Date('2026-06-30T23:30:00.123Z'),
      occurred_text: '2026-07-01T00:30:00.123456',
      business_day: '2026-07-01',
      hour: 0,
      closure_number: 4,
      receipt_number: 7,
      currency: 'EUR',
      exchange_rate_e6: 1_000_000n,
      total_e4: 0n,
      line_count: 0,
      payment_count: 0,
      customer_id: null,
    });
    expect(Object.values(rows).every((list) => list.length === 0)).toBe(true);
  });

  it('a sale before the day begins belongs to the day before, at its own hour', () => {
    const body = makeTransaction((sale) => {
      sale.head.transaction_date_time = '2026-11-20T03:59:59';
    });
    expect(read(body, { dayStartMinutes: 240 }).head).toMatchObject({ business_day: '2026-11-19', hour: 3 });
    expect(read(body, { dayStartMinutes: 210 }).head).toMatchObject({ business_day: '2026-11-20', hour: 3 });
  });

  it.each([
    [{ is_cancel: true, transaction_type: 'return' }, 0],
    [{ is_cancel: false, transaction_type: 'return' }, -1],
    [{ is_cancel: null, transaction_status: 'cancelled' }, 0],
    [{ is_cancel: false, transaction_type: 'exchange' }, 1],
  ])('%j counts with sign %i', (fields, sign) => {
    expect(read(makeTransaction((body) => Object.assign(body.head, fields))).head.sign).toBe(sign);
  });

  it.each([
    ['12.5000', 125_000n],
    [12.5, 125_000n],
    ['-0.0001', -1n],
    [0.30000000000000004, 3000n],
    ['99999999999.9999', 999_999_999_999_999n],
    ['1e3', 10_000_000n],
    ['', 0n],
    [null, 0n],
  ])('the amount %j is %s ten-thousandths', (written, amount) => {
    expect(read(makeTransaction((body) => Object.assign(body.head, { tip_amount: written }))).head.tip_e4).toBe(amount);
  });

  it('takes every row of every section of a real push', () => {
    const body = sample('transaction-push-full').transactions[0];
    const { rows } = read(body);
    expect(rows.lines.map((row) => row.is_cancelled)).toEqual([false, false, true]);
    expect(rows.lines[0]).toMatchObject({
      position: 0,
      line_number: 1,
      product_name: 'Butter Spreadable',
      vat_basis_points: 2000,
      quantity_e4: 20_000n,
      total_e4: 2_200_000n,
      cost_e4: null,
    });
    expect(rows.discounts[0]).toMatchObject({ code: 'PRD10', amount_e4: 220_000n, rate_basis_points: 1000 });
    expect(rows.taxes[0]).toMatchObject({ taxable_e4: 4_583_300n, tax_e4: 916_700n, rate_basis_points: 2000 });
    expect(rows.changes[0]).toMatchObject({ amount_e4: 25_000n, currency: 'GBP' });
  });

  it('keeps texts that are longer than the terminal declares', () => {
    const name = 'x'.repeat(5000);
    const body = makeTransaction((sale) => {
      sale.products[0].product_name = name;
    });
    expect(read(body).rows.lines[0]?.product_name).toBe(name);
  });
});
