import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errorCodes } from '../server/core/errors.ts';
import { problems } from '../server/http/problem.ts';

/** Rows of the table under "## Errors" whose first column is a code in backticks. */
function readmeRows(): { code: string; cells: string[] }[] {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const section = /^## Errors\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(readme)?.[1] ?? '';
  return section.split('\n').flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    const code = /^`([a-z_]+)`$/.exec(cells[1] ?? '')?.[1];
    return code === undefined ? [] : [{ code, cells: cells.slice(2) }];
  });
}

test("the README's error table names every code once, and no other", () => {
  expect(
    readmeRows()
      .map(({ code }) => code)
      .sort(),
  ).toEqual([...errorCodes].sort());
});

test("the README's error table shows the status that is answered", () => {
  for (const { code, cells } of readmeRows()) {
    const status = problems[code as keyof typeof problems]?.status;
    expect([code, cells]).toEqual([code, expect.arrayContaining([String(status)])]);
  }
});
