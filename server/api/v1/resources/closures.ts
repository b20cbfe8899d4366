import { z } from 'zod';
import { normalizeWireId } from '../../../core/ids.ts';
import { getReconciliation } from '../../../domain/reconciliation/index.ts';
import { closureSource } from '../../../domain/resources/index.ts';
import type { Operation } from '../../../http/operation.ts';
import { days, inStore, instants, isNumber, isOneOf, ofTerminal, verdictIs } from './filters.ts';
import { factsOf } from './resource.ts';
import { resourceOperations } from './resource-operations.ts';
import { at, atOrNull, e4, shown } from './values.ts';

const verdicts = ['matched', 'explained', 'differing'] as const;

const head = {
  id: shown.id,
  kind: z.string().describe('Z closes a period, X reads it.'),
  unique_id: shown.text,
  number: z.int().describe('The period that it closes.'),
  ...{ store_id: shown.id, store_code: shown.text, terminal_id: shown.id, terminal_code: shown.text },
  business_day: shown.day,
  closure_date: z.string().describe('Day on which the period was opened.'),
  ...{ started_at: shown.instant, ended_at: shown.instant.nullable(), received_at: shown.instant },
  ...{ document_count: z.int(), valid_count: z.int(), cancelled_count: z.int(), return_count: z.int() },
  ...{ suspended_count: z.int(), gross: shown.money, net: shown.money, vat: shown.money, discount: shown.money },
  ...{ tip: shown.money, opening_cash: shown.money, closing_cash: shown.money, expected_cash: shown.money },
  ...{ cash_difference: shown.money, paid_in: shown.money, paid_out: shown.money },
  verdict: z.enum(verdicts).nullable().describe('What its documents say of it; null: not judged yet.'),
};
const item = z.object(head).meta({ id: 'Closure' });

const side = z.string().nullable();
const receipt = { id: shown.id, receipt_number: z.int() };
const reconciliation = z.object({
  verdict: z.enum(verdicts).nullable(),
  rule: z.string().nullable().describe('What explains a difference.'),
  sentence: z.string().nullable(),
  judged_at: shown.instant.nullable(),
  is_due: z.boolean().describe('Something came after the last judgement: it will be judged again.'),
  worst_difference: shown.money,
  figures: z
    .array(
      z.object({
        name: shown.text,
        said: side.describe('By the closure.'),
        found: side.describe('In its documents, reckoned as the terminal does.'),
        is_money: z.boolean(),
        is_same: z.boolean(),
      }),
    )
    .describe('The closure beside its documents, line by line.'),
  missing_numbers: z.array(z.int()).describe('Receipt numbers without a document.'),
  doubled_numbers: z
    .array(z.object({ receipt_number: z.int(), ids: z.array(shown.id) }))
    .describe('Receipt numbers with several documents.'),
  copies: z.array(z.array(shown.id)).describe('Ids under which one sale was stored.'),
  suspects: z
    .array(z.object({ ...receipt, reasons: z.array(z.string()) }))
    .describe('Documents that are not as the terminal sent them, or contradict themselves.'),
  elsewhere: z
    .array(z.object({ ...receipt, closure_number: z.int() }))
    .describe('Documents of the same time that were booked on another period.'),
});
const detail = z.object({ ...head, reconciliation }).meta({ id: 'ClosureDetail' });

type Judged = Awaited<ReturnType<typeof getReconciliation>>;

/** What the domain calls unexplained. */
function verdictOf(verdict: string | null | undefined) {
  if (verdict === 'unexplained') return 'differing';
  return verdicts.find((each) => each === verdict) ?? null;
}

function sideOf(value: bigint | string | null, isMoney: boolean): string | null {
  return typeof value === 'bigint' && isMoney ? e4(value) : value === null ? null : String(value);
}

function reconciliationOf({ details, ...judged }: Judged): z.input<typeof reconciliation> {
  return {
    ...{ verdict: verdictOf(judged.verdict), rule: judged.rule, sentence: details?.sentence ?? null },
    ...{ judged_at: atOrNull(judged.judgedAt), is_due: judged.dueSince !== null },
    worst_difference: e4(judged.worstE4),
    figures: (details?.figures ?? []).map(({ name, said, found, isMoney, isSame }) => ({
      name: name.replace(/E4$/, '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      ...{ said: sideOf(said, isMoney), found: sideOf(found, isMoney), is_money: isMoney, is_same: isSame },
    })),
    missing_numbers: [...(details?.numbers.missing ?? [])],
    doubled_numbers: (details?.numbers.doubled ?? []).map(({ number, uuids }) => ({
      receipt_number: number,
      ids: uuids,
    })),
    copies: details?.copies ?? [],
    suspects: (details?.suspects ?? []).map(({ uuid, receiptNumber, reasons }) => ({
      ...{ id: uuid, receipt_number: receiptNumber, reasons },
    })),
    elsewhere: (details?.elsewhere ?? []).map(({ uuid, receiptNumber, number }) => ({
      ...{ id: uuid, receipt_number: receiptNumber, closure_number: number },
    })),
  };
}

type Row = Awaited<ReturnType<ReturnType<typeof closureSource>['read']>>[number];

const show = (row: Row): z.input<typeof item> => ({
  ...{ id: row.uuid, kind: row.kind, unique_id: row.uniqueId, number: row.number, store_id: row.store.uuid },
  ...{ store_code: row.store.code, terminal_id: row.terminal.uuid, terminal_code: row.terminal.code },
  ...{ business_day: row.businessDay, closure_date: row.closureDate, started_at: at(row.startedAt) },
  ...{ ended_at: atOrNull(row.endedAt), received_at: at(row.receivedAt), document_count: row.documentCount },
  ...{ valid_count: row.validCount, cancelled_count: row.cancelledCount, return_count: row.returnCount },
  ...{ suspended_count: row.suspendedCount, gross: e4(row.grossE4), net: e4(row.netE4), vat: e4(row.vatE4) },
  ...{ discount: e4(row.discountE4), tip: e4(row.tipE4), opening_cash: e4(row.openingCashE4) },
  ...{ closing_cash: e4(row.closingCashE4), expected_cash: e4(row.expectedCashE4) },
  ...{ cash_difference: e4(row.cashDifferenceE4), paid_in: e4(row.paidInE4), paid_out: e4(row.paidOutE4) },
  verdict: verdictOf(row.judgement?.verdict),
});

/** Ends of periods, and what became of them: facts, read only. */
export function closureOperations(): Operation[] {
  return resourceOperations(closureSource, {
    ...{ one: 'Closure', many: 'Closures', tag: 'Closures', path: 'closures', item, show },
    words: { one: 'closure', many: 'closures' },
    detail: {
      schema: detail,
      show: async ({ ctx }, row) => ({
        ...show(row),
        reconciliation: reconciliationOf(await getReconciliation(ctx, { id: row.id })),
      }),
    },
    namedBy: 'Id of the closure.',
    named: (name) => {
      const value = normalizeWireId(name);
      return value === null ? null : [{ is: 'equal', column: 'uuid', value }];
    },
    filters: {
      ...{ store: inStore(), terminal_id: ofTerminal, ...days('business_day', 'businessDay') },
      ...{ ...instants('received', 'receivedAt'), number: isNumber('number'), kind: isOneOf('kind', ['Z', 'X']) },
      verdict: verdictIs,
    },
    sorts: { business_day: 'businessDay', arrival: 'id' },
    defaultSort: '-business_day',
    instead: factsOf(
      'Closures come from tills: POST /api/v1/push.',
      'A closure is a fact: nobody changes or deletes it. It is judged anew when late receipts arrive.',
    ),
  });
}
