/** Whether the chain proves: the last result, and a button that proves it anew. */

import { useCallback, useEffect, useState } from 'react';
import { readJson } from '../related-tabs.tsx';
import { language, t } from '../texts.ts';
import type { ProofView } from './audit-view.ts';

/** While it is under way. */
const lookMs = 700;

export function ChainProof({ chain }: { chain: string }) {
  const [proof, setProof] = useState<ProofView | null>(null);
  const address = `/admin/api/hub/audit/proof?chain=${chain}`;
  const look = useCallback(() => {
    readJson<ProofView>(address).then(setProof, () => setProof(null));
  }, [address]);
  useEffect(look, [look]);
  const isBusy = proof !== null && proof.progress !== null;
  useEffect(() => {
    if (!isBusy) return;
    const timer = setInterval(look, lookMs);
    return () => clearInterval(timer);
  }, [isBusy, look]);
  const begin = async () => {
    const answer = await fetch(address, { method: 'POST', headers: { accept: 'application/json' } });
    if (answer.ok) setProof((await answer.json()) as ProofView);
  };
  if (proof === null) return null;
  return (
    <div className="gate-audit-proof" role="status">
      <p>
        {isBusy ? (
          t('{done} of {count} entries looked at', { done: proof.progress ?? 0, count: proof.entries })
        ) : (
          <Result proof={proof} />
        )}
      </p>
      <button type="button" disabled={isBusy} onClick={begin}>
        {t('Prove the chain now')}
      </button>
    </div>
  );
}

function Result({ proof: { last, entries } }: { proof: ProofView }) {
  if (last === null)
    return (
      <span className="gate-quiet">
        {t('Not proved yet: {count} entry | Not proved yet: {count} entries', { count: entries })}
      </span>
    );
  const at = new Date(last.at).toLocaleString(language);
  if (!last.ok) {
    return (
      <span className="is-bad">
        {t('The chain is broken after entry {entry}, found {at}: the next one {reason}', {
          entry: last.upTo,
          at,
          reason: last.reason ?? '',
        })}
      </span>
    );
  }
  return (
    <span className="is-good">
      {t('Proved up to entry {entry} at {at}', { entry: last.upTo, at })}
      {last.erased > 0 &&
        ` · ${t('{count} content erased on purpose | {count} contents erased on purpose', { count: last.erased })}`}
    </span>
  );
}
