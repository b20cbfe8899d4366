/** Closing a store and opening it again. */

import { closeStore, reopenStore } from '../../server/domain/stores/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import type { RecordAction, Row } from '../adapter/definition.ts';
import { sayTo } from '../texts.ts';

const whereOf = (row: Row) => ({ companyId: Number(row['companyId']), storeId: Number(row['id']) });

const close: RecordAction = {
  name: 'close',
  isRead: false,
  isAllowed: (ctx) => can(ctx, 'store.manage'),
  button: (ctx, row) =>
    row['isActive'] === true && row['deletedAt'] === null && can(ctx, 'store.manage', whereOf(row))
      ? {
          label: sayTo(ctx)('Close this store'),
          isDestructive: true,
          question: sayTo(ctx)(
            'Close it? Its tills are refused from the next call on; what they have not delivered waits there. Everything that was sold stays.',
          ),
          reloads: true,
        }
      : null,
  async run(ctx, id) {
    await closeStore(ctx, Number(id));
    return { notice: sayTo(ctx)('The store is closed.') };
  },
};

const reopen: RecordAction = {
  name: 'reopen',
  isRead: false,
  isAllowed: (ctx) => can(ctx, 'store.manage'),
  button: (ctx, row) =>
    row['isActive'] === false && row['deletedAt'] === null && can(ctx, 'store.manage', whereOf(row))
      ? {
          label: sayTo(ctx)('Open this store again'),
          question: sayTo(ctx)('Open it? Its tills may come again with the settings that they have.'),
          reloads: true,
        }
      : null,
  async run(ctx, id) {
    await reopenStore(ctx, Number(id));
    return { notice: sayTo(ctx)('The store is open.') };
  },
};

export const storeActions: readonly RecordAction[] = [close, reopen];
