/** Answers that are not cut: lists that pages show in parts. */
import type { Ctx } from '../../server/db/index.ts';
import type { Report } from '../engine/report.ts';
import { type Answer, type AnsweredSection, runReport } from '../engine/run.ts';
import type { Asked } from '../engine/window.ts';
import { mostTaken, pageRows, placeBehind } from '../stock/pages.ts';

/** Every row, from the first on, whichever page was looked at.
 *  @throws as `runReport` */
export async function wholeAnswer(ctx: Ctx, report: Report, { after: _, ...asked }: Asked): Promise<Answer> {
  const answer = await runReport(ctx, report, report.isPaged ? { ...asked, take: String(mostTaken) } : asked);
  const sections: AnsweredSection[] = [];
  for (const section of answer.sections) {
    sections.push(section.listed ? { ...section, rows: await restOf(ctx, report, { asked, section }) } : section);
  }
  return { ...answer, sections };
}

async function restOf(ctx: Ctx, report: Report, { asked, section }: { asked: Asked; section: AnsweredSection }) {
  const rows = pageRows(section.rows);
  const beside = section.rows.filter(({ kind }) => kind !== undefined);
  const all = section.listed?.inAll ?? 0;
  while (rows.length < all) {
    const after = placeBehind(rows, { before: 0, inAll: all });
    if (after === null) break;
    const next = await runReport(ctx, report, { ...asked, take: String(mostTaken), after });
    const more = next.sections.find(({ currency }) => currency === section.currency);
    const found = more ? pageRows(more.rows) : [];
    if (found.length === 0) break;
    rows.push(...found);
  }
  return [...rows, ...beside];
}
