/** The search field of the top bar: a button that opens the palette. It also listens for the keys of the back office. */

import { Icon } from '@adminjs/design-system';
import type { ResourceJSON } from 'adminjs';
import { useTranslation } from 'adminjs';
import { useEffect, useMemo, useRef } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { t } from '../texts.ts';
import type { Desk } from './commands.ts';
import { listenForKeys } from './desk-keys.ts';
import { KeySheet } from './key-sheet.tsx';
import { Palette } from './palette.tsx';
import { rememberRecord } from './recent.ts';

interface Described extends Window {
  REDUX_STATE?: { resources?: ResourceJSON[] };
}

export function PaletteBar() {
  const palette = useRef<HTMLDialogElement>(null);
  const sheet = useRef<HTMLDialogElement>(null);
  const desk = useDesk(palette, sheet);
  useEffect(
    () =>
      listenForKeys({
        go: desk.go,
        showKeys: desk.showKeys,
        openPalette: () => open(palette.current),
      }),
    [desk],
  );
  useRecent();
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
  return (
    <>
      <button
        type="button"
        className="gate-palette-open"
        title={t('Search and commands')}
        onClick={() => open(palette.current)}
      >
        <Icon icon="Search" />
        <span className="gate-palette-label">{t('Search')}</span>
        <kbd>{isMac ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <Palette dialog={palette} desk={desk} />
      <KeySheet dialog={sheet} />
    </>
  );
}

function open(dialog: HTMLDialogElement | null): void {
  if (!dialog || dialog.open) return;
  for (const other of document.querySelectorAll<HTMLDialogElement>('dialog.gate-keys[open]')) other.close();
  dialog.showModal();
}

type DialogRef = React.RefObject<HTMLDialogElement>;

function useDesk(palette: DialogRef, sheet: DialogRef): Desk {
  const navigate = useNavigate();
  const { translateLabel } = useTranslation();
  return useMemo(() => {
    const resources = (window as Described).REDUX_STATE?.resources ?? [];
    return {
      resources: resources
        .filter(({ href }) => href)
        .map((resource) => ({ ...resource, name: translateLabel(resource.name, resource.id) })),
      close: () => palette.current?.close(),
      go: (address) => {
        palette.current?.close();
        navigate(address);
      },
      showKeys: () => {
        palette.current?.close();
        if (!sheet.current?.open) sheet.current?.showModal();
      },
    };
  }, [navigate, translateLabel, palette, sheet]);
}

/** A record's page says its title a moment after it was opened. */
const titleMs = 1200;

function useRecent(): void {
  const { pathname } = useLocation();
  useEffect(() => {
    if (!/^\/admin\/resources\/\w+\/records\/[^/]+\/show$/.test(pathname)) return;
    const timer = setTimeout(() => {
      const title = document.querySelector('.gate-title, #app h1')?.textContent?.trim();
      if (title) rememberRecord({ title, detail: '', address: pathname });
    }, titleMs);
    return () => clearTimeout(timer);
  }, [pathname]);
}
