/** Where the numbers of a report's page lead. */
import type { Targets } from '../boards/query-targets.ts';
import type { Words } from '../cells.ts';
import { drillOfCell } from '../engine/drills.ts';
import type { Part } from '../engine/report.ts';
import type { Answer, AnsweredRow, AnsweredSection } from '../engine/run.ts';
import type { Asked } from '../engine/window.ts';
import { again, drillHref, receiptsReport } from './links.ts';

export interface Shown {
  words: Words;
  answer: Answer;
  asked: Asked;
  /** By currency; empty where bars are of one piece. */
  parts: ReadonlyMap<string, readonly Part[]>;
  /** What the days are meant to bring; null: nothing is said of it. */
  targets: Targets | null;
}

/** Where a row leads; null: nowhere. */
export function hrefs({ answer, asked }: Shown, { currency }: AnsweredSection): (row: AnsweredRow) => string | null {
  const { window, report } = answer;
  const isOne = answer.sections.length < 2 || window.convertTo !== null;
  const place = { asked, range: window.range, currency: isOne ? null : currency, kept: report.narrowedBy ?? [] };
  return ({ drill }) => (drill === null ? null : drillHref(drill, place));
}

/** The receipts behind each figure of the whole, where rows lead to receipts. */
export function totalHrefs(shown: Shown, section: AnsweredSection): (column: string) => string | null {
  const { report, window } = shown.answer;
  const whole = section.ofAll === undefined ? report.ofAll : section.ofAll;
  if (whole === null) return () => null;
  const leads =
    whole !== undefined ||
    section.rows.some(({ drill, cells }) => {
      const own = cells?.[report.lead] ?? drill;
      return own?.report === receiptsReport && !own.page;
    });
  const [first] = section.rows;
  if (!leads || !first) return () => null;
  const hrefOf = hrefs(shown, section);
  const drill = whole ?? { report: receiptsReport, filters: {} };
  return (name) => {
    const value = section.total?.[name] ?? null;
    if (name !== report.lead && (value === null || Number(value) === 0)) return null;
    return hrefOf({ ...first, drill: drillOfCell({ drill }, name, window.filters) });
  };
}

/** The same report on the days compared with; null: nothing is compared. */
export function comparedHref({ answer: { report, window }, asked }: Shown): string | null {
  const { compare } = window;
  return compare && again(report.name, asked, { range: 'own', ...compare.range, compare: 'none' });
}
