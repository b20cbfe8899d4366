/** Answers that are not cut: lists that pages show in parts, read on part by part. */
import type { Ctx } from '../../server/db/index.ts';
import type { Report } from '../engine/report.ts';
import { type Answer, type AnsweredRow, type AnsweredSection, runReport } from '../engine/run.ts';
import type { Asked } from '../engine/window.ts';
import { mostTaken, pageRows, placeBehind } from '../stock/pages.ts';

/** Rows of a long list that are read, and kept, at once. Each part puts the whole list in order anew, so few are better. */
const partRows = mostTaken / 4;

/** An answer as files write it. */
export interface AnswerInParts {
  /** With the first part of each long list. */
  answer: Answer;
  /** All rows of one of its sections, from the first on: what is not in the answer is read when its turn has come.
   *  @throws as `runReport` */
  rowsOf(section: AnsweredSection): AsyncIterable<AnsweredRow[]>;
}

interface PartOptions {
  /** Tests have shorter lists. */
  rowsAtOnce?: number;
}

/** Every row, from the first on, whichever page was looked at.
 *  @throws as `runReport` */
export async function answerInParts(
  ctx: Ctx,
  report: Report,
  { after: _, ...asked }: Asked,
  { rowsAtOnce = partRows }: PartOptions = {},
): Promise<AnswerInParts> {
  if (!report.isPaged) {
    const answer = await runReport(ctx, report, asked);
    return { answer, rowsOf: wholeRows };
  }
  const take = String(rowsAtOnce);
  const read = (after?: string) => runReport(ctx, report, { ...asked, take, ...(after !== undefined && { after }) });
  return { answer: await read(), rowsOf: (section) => listedRows(section, read) };
}

async function* wholeRows({ rows }: AnsweredSection): AsyncGenerator<AnsweredRow[]> {
  yield rows;
}

async function* listedRows(
  section: AnsweredSection,
  read: (after: string) => Promise<Answer>,
): AsyncGenerator<AnsweredRow[]> {
  const { currency, listed } = section;
  if (listed === undefined) {
    yield section.rows;
    return;
  }
  let part = pageRows(section.rows);
  let place = { before: 0, inAll: listed.inAll };
  for (;;) {
    yield part;
    const after = placeBehind(part, place);
    if (after === null) break;
    const next = (await read(after)).sections.find((one) => one.currency === currency);
    place = { ...place, before: place.before + part.length };
    part = next ? pageRows(next.rows) : [];
    if (part.length === 0) break;
  }
  // What stands beside the list: goods without a cost.
  const beside = section.rows.filter(({ kind }) => kind !== undefined);
  if (beside.length > 0) yield beside;
}

/** The same, and how many of its rows have been read. */
export function countingRows({ answer, rowsOf }: AnswerInParts): AnswerInParts & { count(): number } {
  let read = 0;
  return {
    answer,
    async *rowsOf(section) {
      for await (const rows of rowsOf(section)) {
        read += rows.length;
        yield rows;
      }
    },
    count: () => read,
  };
}

/** Rows that an answer holds itself. */
export function rowsIn({ sections }: Answer): number {
  return sections.reduce((sum, { rows }) => sum + rows.length, 0);
}
