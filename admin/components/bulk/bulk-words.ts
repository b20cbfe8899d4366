import { t } from '../texts.ts';
import type { BulkChangeView } from './bulk-data.ts';

export function kindWord(kind: string): string {
  if (kind === 'delete') return t('Move to the trash');
  return kind === 'restore' ? t('Restore from the trash') : t('Change values');
}

export function stateWord(state: string): string {
  switch (state) {
    case 'collecting':
      return t('Collecting rows');
    case 'checking':
      return t('Trying');
    case 'checked':
      return t('Tried, nothing changed yet');
    case 'applying':
      return t('Changing');
    case 'done':
      return t('Done');
    case 'undoing':
      return t('Undoing');
    case 'undone':
      return t('Undone');
    case 'cancelled':
      return t('Stopped');
    default:
      return t('Given up');
  }
}

/** What came of it so far, in a line. */
export function resultOf(change: BulkChangeView): string {
  const { state, changed, undone, kept, refused, rowCount } = change;
  if (state === 'collecting' || state === 'checking') return t('{count} row | {count} rows', { count: rowCount });
  if (state === 'checked') return t('{count} row would change | {count} rows would change', { count: changed });
  if (undone + kept > 0) return t('{count} put back, {kept} kept', { count: undone, kept });
  const done = t('{count} row changed | {count} rows changed', { count: changed });
  return refused === 0 ? done : `${done}, ${t('{count} refused', { count: refused })}`;
}

export function isAtWork(state: string): boolean {
  return ['collecting', 'checking', 'applying', 'undoing'].includes(state);
}
