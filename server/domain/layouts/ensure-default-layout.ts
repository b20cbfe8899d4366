import { newId, stableId } from '../../core/ids.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { authorize } from '../tenancy/index.ts';
import { defaultLayout } from './default-layout.ts';

/** The hub's own layout, which terminals get when neither they nor their store nor their company have another. */
export const defaultLayoutId = stableId('layout/default');

/** Stores the hub's own layout, or a new version of it when this release draws it differently. Safe to repeat. */
export async function ensureDefaultLayout(ctx: Ctx): Promise<void> {
  authorize(ctx, 'reference.write');
  const { forms, controls } = defaultLayout();
  const content = { forms: JSON.stringify(forms), controls: JSON.stringify(controls) };
  if (await isCurrent(ctx.db.reader, content)) return;
  await inTransaction(ctx, async (tx) => {
    const version = await nextVersions(tx, null);
    // Asked again behind the counter's lock: another process may have been faster.
    if (await isCurrent(tx, content)) return;
    const last = await tx.terminalLayoutVersion.aggregate({
      where: { layoutId: defaultLayoutId },
      _max: { number: true },
    });
    const number = (last._max.number ?? 0) + 1;
    await tx.terminalLayout.upsert({
      where: { id: defaultLayoutId },
      create: {
        id: defaultLayoutId,
        companyId: null,
        name: 'Standard screens',
        description: 'The hub’s own screens for selling, paying and closing the day, 1024 × 768.',
        currentNumber: number,
        version,
      },
      update: { currentNumber: number, version },
    });
    const id = newId();
    await tx.terminalLayoutVersion.create({ data: { id, layoutId: defaultLayoutId, number, ...content } });
    await recordAudit(tx, ctx, {
      companyId: null,
      action: 'layout.publish',
      subjectType: 'terminal_layout',
      subjectId: defaultLayoutId,
      after: { number, forms: forms.length, controls: controls.length },
    });
  });
}

async function isCurrent(
  client: Pick<Tx, 'terminalLayout'>,
  content: { forms: string; controls: string },
): Promise<boolean> {
  const layout = await client.terminalLayout.findUnique({
    where: { id: defaultLayoutId },
    include: { versions: { orderBy: { number: 'desc' }, take: 1 } },
  });
  const latest = layout?.versions[0];
  return latest?.forms === content.forms && latest.controls === content.controls;
}
