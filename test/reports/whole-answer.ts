import type { Answer, AnsweredRow, AnsweredSection } from '../../reports/engine/run.ts';
import type { AnswerInParts } from '../../reports/files/whole.ts';

/** All rows of an answer at once. */
export async function wholeAnswer({ answer, rowsOf }: AnswerInParts): Promise<Answer> {
  const sections: AnsweredSection[] = [];
  for (const section of answer.sections) {
    const parts: AnsweredRow[][] = [];
    for await (const rows of rowsOf(section)) parts.push(rows);
    sections.push({ ...section, rows: parts.flat() });
  }
  return { ...answer, sections };
}
