/** The palette (Ctrl-K): one field that finds records, lists and commands. */

import { Icon } from '@adminjs/design-system';
import { type KeyboardEvent, type RefObject, useEffect, useId, useMemo, useRef, useState } from 'react';
import { t } from '../texts.ts';
import type { Desk } from './commands.ts';
import { type PaletteGroup, type PaletteRow, paletteGroups } from './rows.ts';
import { type Searching, useSearch } from './use-search.ts';

/** The dialog keeps the focus inside and gives it back, as browsers do for modal ones. */
export function Palette({ dialog, desk }: { dialog: RefObject<HTMLDialogElement>; desk: Desk }) {
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const own = dialog.current;
    const opened = new MutationObserver(() => setOpen(own?.open ?? false));
    if (own) opened.observe(own, { attributes: true, attributeFilter: ['open'] });
    return () => opened.disconnect();
  }, [dialog]);
  useEffect(() => {
    if (isOpen) field.current?.select();
  }, [isOpen]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; a click beside it does too
    <dialog
      ref={dialog}
      className="gate-palette"
      aria-label={t('Search and commands')}
      onClick={({ target, currentTarget }) => target === currentTarget && currentTarget.close()}
    >
      {isOpen && <Finder text={text} setText={setText} field={field} desk={desk} />}
    </dialog>
  );
}

interface FinderProps {
  text: string;
  setText(text: string): void;
  field: RefObject<HTMLInputElement>;
  desk: Desk;
}

function Finder({ text, setText, field, desk }: FinderProps) {
  const searching = useSearch(text);
  const groups = useMemo(() => paletteGroups(desk, text, searching.answer), [desk, text, searching.answer]);
  const rows = groups.flatMap((group) => group.rows);
  const [place, setPlace] = useState(0);
  const id = useId();
  const active = Math.min(place, Math.max(rows.length - 1, 0));
  useEffect(() => setPlace(0), [text, searching.answer]);
  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + 8,
    };
    const to = moves[event.key] ?? (event.key === 'PageUp' ? active - 8 : null);
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) rows[active]?.run();
    if (to !== null && rows.length > 0) setPlace(moved(to, rows.length, event.key.startsWith('Arrow')));
    if (to !== null || event.key === 'Enter') event.preventDefault();
  };
  return (
    <>
      <div className="gate-palette-field">
        <Icon icon="Search" />
        <input
          ref={field}
          // biome-ignore lint/a11y/noAutofocus: a dialog begins at its field
          autoFocus
          type="text"
          role="combobox"
          aria-expanded={rows.length > 0}
          aria-controls={`${id}-rows`}
          aria-autocomplete="list"
          aria-activedescendant={rows.length > 0 ? `${id}-${active}` : undefined}
          aria-label={t('Barcode, receipt, customer, product, amount …')}
          placeholder={t('Barcode, receipt, customer, product, amount …')}
          value={text}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={onKeyDown}
        />
        <kbd>Esc</kbd>
      </div>
      <Rows groups={groups} id={id} active={active} />
      <p className="gate-palette-state" role="status">
        {stateOf(text, searching, rows)}
      </p>
    </>
  );
}

/** Arrows go round, pages stop at the end. */
function moved(to: number, count: number, goesRound: boolean): number {
  return goesRound ? (to + count) % count : Math.max(0, Math.min(to, count - 1));
}

function stateOf(text: string, { isWaiting, hasFailed }: Searching, rows: readonly PaletteRow[]): string {
  if (hasFailed) return t('The search did not answer. Try again.');
  if (rows.length > 0 || text.trim() === '') return '';
  return isWaiting
    ? t('Searching …')
    : t('Nothing found. Try the beginning of a name, a whole number, or an amount such as 12.50.');
}

function Rows({ groups, id, active }: { groups: readonly PaletteGroup[]; id: string; active: number }) {
  let place = -1;
  return (
    <div className="gate-palette-rows" role="listbox" id={`${id}-rows`} aria-label={t('Found')}>
      {groups.map((group, index) => (
        // biome-ignore lint/a11y/useSemanticElements: groups of a listbox
        <div key={group.label} role="group" aria-labelledby={`${id}-group-${index}`}>
          <h2 id={`${id}-group-${index}`}>
            {group.label}
            {group.hasMore && <span className="gate-palette-more">{t('and more')}</span>}
          </h2>
          {group.rows.map((row) => {
            place += 1;
            return <Row key={`${place} ${row.title}`} row={row} id={`${id}-${place}`} isActive={place === active} />;
          })}
        </div>
      ))}
    </div>
  );
}

function Row({ row, id, isActive }: { row: PaletteRow; id: string; isActive: boolean }) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
    <div id={id} role="option" aria-selected={isActive} className="gate-palette-row" onClick={() => row.run()}>
      <span>{row.title}</span>
      {row.detail !== '' && <small>{row.detail}</small>}
      {row.keys !== undefined && <kbd>{row.keys}</kbd>}
    </div>
  );
}
