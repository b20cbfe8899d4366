import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, isUnavailable, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { documentKind } from '../documents/index.ts';
import {
  contentFault,
  type Entry,
  type ItemOutcome,
  type NamedEntry,
  prepareItem,
  recordBatch,
  resolveQuarantined,
  unpackBody,
} from '../sales/index.ts';
import { findFormerPlaces, type TerminalIdentity } from '../stores/index.ts';
import { authorize } from '../tenancy/index.ts';
import { quarantineWhere } from './list-quarantine.ts';

/** Judges a refused item again, as if its terminal sent it once more: after a repair of the hub or of its master data. One that
 *  was kept because nobody could tell in which store it was made is booked where it says, or else where its terminal was then.
 *  Safe to repeat: what was accepted meanwhile is a duplicate. Audited.
 *  @returns `stored`, `duplicate` or `conflict` (the item is settled as accepted), or `quarantined` with the reason of today
 *  @throws not_found it does not exist, or not for this actor
 *  @throws conflict  it was settled already */
export async function reprocessQuarantined(ctx: Ctx, id: number): Promise<ItemOutcome> {
  authorize(ctx, 'quarantine.resolve');
  const { entry, companyId } = await loadEntry(ctx, id);
  try {
    return await inTransaction(ctx, async (tx) => {
      const outcome =
        'refusal' in entry.reading ? await refuse(tx, id, entry.reading.refusal) : await accept(ctx, tx, entry);
      await audit(ctx, tx, { id, companyId, outcome });
      return outcome;
    });
  } catch (error) {
    const reason = isUnavailable(error) ? null : contentFault(error);
    if (reason === null) throw error;
    return inTransaction(ctx, async (tx) => {
      const outcome = await refuse(tx, id, { code: 'not_storable', reason });
      await audit(ctx, tx, { id, companyId, outcome });
      return outcome;
    });
  }
}

async function accept(ctx: Ctx, tx: Tx, entry: Entry): Promise<ItemOutcome> {
  const write = { tx, dialect: ctx.db.dialect };
  const outcome = (await recordBatch(write, [entry], [])).get(entry);
  if (!outcome) throw new Error('The item was not judged');
  // What the database knows to be wrong is told by the judgement, which has kept it where it was.
  if (outcome.outcome !== 'quarantined') await resolveQuarantined(write, [entry as NamedEntry], ctx.now());
  return outcome;
}

async function refuse(tx: Tx, id: number, refusal: { code: string; reason: string }): Promise<ItemOutcome> {
  const { documentUuid } = await tx.quarantinedItem.update({
    where: { id },
    data: { reasonCode: refusal.code, reason: refusal.reason },
    select: { documentUuid: true },
  });
  return { outcome: 'quarantined', uuid: documentUuid, message: refusal.reason };
}

function audit(ctx: Ctx, tx: Tx, facts: { id: number; companyId: number; outcome: ItemOutcome }): Promise<void> {
  return recordAudit(tx, ctx, {
    companyId: facts.companyId,
    action: 'quarantine.reprocess',
    subjectType: 'quarantinedItem',
    subjectId: facts.id,
    after: facts.outcome,
  });
}

async function loadEntry(ctx: Ctx, id: number): Promise<{ entry: Entry; companyId: number }> {
  const found = await ctx.db.reader.quarantinedItem.findFirst({
    where: { AND: [quarantineWhere(ctx, 'quarantine.resolve'), { id }] },
    include: { company: true, terminal: { include: { store: true } } },
  });
  if (!found) throw new DomainError('not_found', { quarantinedItemId: id });
  if (found.resolvedAt) {
    throw new DomainError('conflict', { quarantinedItemId: id }, 'This item has been settled already.');
  }
  const { company, terminal } = found;
  const identity: TerminalIdentity = {
    terminalId: terminal.id,
    storeId: terminal.storeId,
    companyId: company.id,
    officeCode: company.officeCode,
    storeCode: terminal.store.code,
    terminalCode: terminal.code,
    timeZone: terminal.store.timeZone,
    dayStartMinutes: terminal.store.dayStartMinutes,
    currency: terminal.store.currency,
  };
  const kind = documentKind(found.kind);
  if (kind === null) throw new Error(`Nothing is kept of the kind ${found.kind}`);
  const item: unknown = JSON.parse(unpackBody(found));
  // The id of an event may have been told beside it.
  const draft = kind.family === 'event' ? { kind, item, uuid: found.documentUuid } : { kind, item };
  return {
    entry: prepareItem(draft, {
      ...{ terminal: identity, receivedAt: found.firstReceivedAt },
      moved: { formers: await findFormerPlaces(ctx.db, identity), storeUuid: terminal.store.uuid, isSettled: true },
    }),
    companyId: company.id,
  };
}
