/** Moving a till to another store of its company, from its page. */

import { moveTerminal } from '../../server/domain/stores/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import type { RecordAction } from '../adapter/definition.ts';
import { addressOf } from '../adapter/hub-address.ts';
import { sayTo } from '../texts.ts';

/** What the old settings may still deliver for, so that nothing of the outbox is lost. */
const graceHours = 24;

/** The profile counts in the new store from then on. Receipt and closure numbers go on: they are the till's own, and the law
 *  wants them without a gap. Its number in the store changes only where the new store has one like it. */
export const moveAction: RecordAction = {
  name: 'move',
  isRead: false,
  isAllowed: (ctx) => can(ctx, 'terminal.manage'),
  button: (ctx, row) => {
    const companyId = Number(row['companyId']);
    if (row['deletedAt'] !== null || !can(ctx, 'terminal.manage', { companyId, storeId: Number(row['storeId']) })) {
      return null;
    }
    return {
      label: sayTo(ctx)('Move to another store'),
      question: sayTo(ctx)(
        'Where to? The till gets new settings, to be typed in there; the old ones deliver what is queued for a day, booked on the old store. What is recorded stays where it was sold, and its receipt numbers go on.',
      ),
      asksFor: { model: 'Store', companyId },
    };
  },
  async run(ctx, id, storeId) {
    const issued = await moveTerminal(ctx, {
      terminalId: Number(id),
      storeId: Number(storeId),
      publicUrl: addressOf(ctx),
      graceHours,
    });
    const say = sayTo(ctx);
    if (issued === null) return { notice: say('Moved. It has no settings: pair it in its new store.') };
    return { notice: say('Moved. Its new settings: base_url = {address}', { address: issued.baseUrl }) };
  },
};
