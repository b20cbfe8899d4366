/** Stored verdicts on closures beside those that their documents give now. A verdict itself is no disagreement of the hub with
 *  itself; one that does not follow from the documents is. */
import type { Dialect, Tx } from '../../db/index.ts';
import { judge, readAfter } from '../reconciliation/index.ts';

interface StaleVerdict {
  kind: 'closure.verdict';
  key: { terminal_id: number; number: number };
  expected: Record<string, unknown>;
  found: Record<string, unknown>;
}

const pageSize = 40;

/** What is to be looked at again this far ahead waits for documents; anything sooner may be marked while this reads. */
const aheadMs = 60 * 60_000;

/** Goes through the closures that were judged and are not marked to be judged again. */
export async function checkVerdicts(
  { dialect, read, now }: { dialect: Dialect; read: Tx; now: Date },
  report: (fault: StaleVerdict) => void,
): Promise<void> {
  const reading = { client: read, dialect };
  let after = 0;
  for (;;) {
    const page = await readAfter(reading, { after, most: pageSize });
    if (page.length === 0) return;
    after = page.at(-1)?.id ?? after;
    const settled = page.filter(
      ({ dueSince, judged }) => judged !== null && (dueSince === null || dueSince.getTime() > now.getTime() + aheadMs),
    );
    for (const { closure, judgement } of await judge(reading, settled, now)) {
      const { terminalId, number, judged } = closure;
      const { verdict, rule, worstE4, documents } = judgement;
      if (!judged) continue;
      const expected = { verdict, rule, worst_e4: worstE4, documents };
      const found = {
        verdict: judged.verdict,
        rule: judged.rule,
        worst_e4: judged.worstE4,
        documents: judged.documents,
      };
      const isSame =
        verdict === judged.verdict &&
        rule === judged.rule &&
        worstE4 === judged.worstE4 &&
        documents === judged.documents;
      if (!isSame) report({ kind: 'closure.verdict', key: { terminal_id: terminalId, number }, expected, found });
    }
  }
}
