/** What staff does for a company: acting for it, and stopping its deletion at an owner's wish. */

import { beginActing } from '../../server/domain/acting/index.ts';
import { cancelDeletion } from '../../server/domain/company-deletion/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import type { RecordAction } from '../adapter/definition.ts';
import { sayTo } from '../texts.ts';
import { tellCompany } from './notification-view.ts';

const actFor: RecordAction = {
  name: 'actFor',
  isRead: false,
  isAllowed: (ctx) => can(ctx, 'company.act'),
  button: (ctx, row) =>
    row['deletedAt'] === null && can(ctx, 'company.act', { companyId: Number(row['id']) })
      ? {
          label: sayTo(ctx)('Act for this company'),
          question: sayTo(ctx)(
            'Why? For an hour you may do in the portal what an administrator of this company may. The company can read your reason, and that it was you.',
          ),
          asksWhy: true,
          reloads: true,
        }
      : null,
  async run(ctx, id, reason) {
    const { name } = await beginActing(ctx, { companyId: Number(id), reason });
    return { notice: sayTo(ctx)('You act for {name} for an hour.', { name }) };
  },
};

export const companyActions: readonly RecordAction[] = [actFor, tellCompany];

const stop: RecordAction = {
  name: 'stop',
  isRead: false,
  isAllowed: (ctx) => can(ctx, 'company.keep'),
  button: (ctx, row) =>
    row['closedAt'] === null && can(ctx, 'company.keep', { companyId: Number(row['companyId']) })
      ? {
          label: sayTo(ctx)('Stop the deletion'),
          question: sayTo(ctx)(
            'Which owner asked for it, and how? The company stays, every approval given so far ends, and its people are told.',
          ),
          asksWhy: true,
        }
      : null,
  async run(ctx, id, reason) {
    const request = await ctx.db.reader.companyDeletionRequest.findUniqueOrThrow({
      where: { id },
      select: { companyId: true },
    });
    await cancelDeletion(ctx, request.companyId, reason.trim());
    return { notice: sayTo(ctx)('Stopped: the company stays.') };
  },
};

/** Approving is the owners' alone: staff that could do it would be a way around them. */
export const deletionActions: readonly RecordAction[] = [stop];
