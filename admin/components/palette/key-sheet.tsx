/** The sheet of all keys (`?`). */

import type { RefObject } from 'react';
import { t } from '../texts.ts';
import { areaNames } from './desk-keys.ts';

export function KeySheet({ dialog }: { dialog: RefObject<HTMLDialogElement> }) {
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
  const general: [string[], string][] = [
    [[isMac ? '⌘' : 'Ctrl', 'K'], t('Search and commands')],
    [['/'], t('Search in this list')],
    [['j'], t('Next row')],
    [['k'], t('Previous row')],
    [['Enter'], t('Open the row')],
    [['e'], t('Edit the record')],
    [['s'], t('Save the form')],
    [['?'], t('All keys')],
    [['Esc'], t('Close')],
  ];
  const places = Object.entries(areaNames()).map(([letter, name]): [string[], string] => [['g', letter], name]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; a click beside it does too
    <dialog
      ref={dialog}
      className="gate-keys"
      aria-labelledby="gate-keys-title"
      onClick={({ target, currentTarget }) => target === currentTarget && currentTarget.close()}
    >
      <form method="dialog">
        <h2 id="gate-keys-title">{t('All keys')}</h2>
        <div className="gate-keys-columns">
          <Keys title={t('Everywhere')} keys={general} />
          <Keys title={t('Go to')} keys={places} />
        </div>
        <p className="gate-quiet">{t('Keys rest while you type in a field.')}</p>
        <button type="submit">{t('Close')}</button>
      </form>
    </dialog>
  );
}

function Keys({ title, keys }: { title: string; keys: readonly [string[], string][] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {keys.map(([pressed, meaning]) => (
          <div key={meaning}>
            <dt>
              {pressed.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
