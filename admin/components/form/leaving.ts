/** Asks before a page with unsaved changes is left: by a link, by the browser's own buttons, or by closing it. */

import { useEffect, useRef } from 'react';
import { t } from '../texts.ts';

/** @returns lets the next leave pass, for the way on after saving */
export function useLeaveWarning(isDirty: boolean): () => void {
  const state = useRef({ isDirty, isFree: false });
  state.current.isDirty = isDirty;
  useEffect(() => {
    const mustAsk = () => state.current.isDirty && !state.current.isFree;
    const mayLeave = () => !mustAsk() || window.confirm(t('Leave without saving? What you changed will be lost.'));
    const onUnload = (event: BeforeUnloadEvent) => {
      if (mustAsk()) event.preventDefault();
    };
    const onClick = (event: MouseEvent) => {
      const link = (event.target as Element | null)?.closest('a[href]');
      if (!link || link.getAttribute('target') === '_blank' || event.ctrlKey || event.metaKey) return;
      if (mustAsk() && mayLeave()) state.current.isFree = true;
      if (!mustAsk()) return;
      event.preventDefault();
      event.stopPropagation();
    };
    let isReturning = false;
    const onBack = (event: PopStateEvent) => {
      if (isReturning || mayLeave()) {
        if (isReturning) event.stopImmediatePropagation();
        isReturning = false;
        return;
      }
      event.stopImmediatePropagation();
      isReturning = true;
      history.go(1);
    };
    window.addEventListener('beforeunload', onUnload);
    window.addEventListener('popstate', onBack, true);
    document.addEventListener('click', onClick, true);
    return () => {
      window.removeEventListener('beforeunload', onUnload);
      window.removeEventListener('popstate', onBack, true);
      document.removeEventListener('click', onClick, true);
    };
  }, []);
  return () => {
    state.current.isFree = true;
  };
}
