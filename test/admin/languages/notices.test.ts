/** What people are told once they have pressed something: in their language, whoever says it. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitions } from '../../../admin/resources/index.ts';
import { inTransaction } from '../../../server/db/index.ts';
import { withDatabase } from '../../support/database.ts';
import { everything, type Rows } from '../everything.ts';
import { type Answer, type Browser, type Office, openOffice } from '../office.ts';

describe('the source of the back office', () => {
  it('has no notice, and no question with facts in it, that is not said in the reader’s language', () => {
    const faults: string[] = [];
    for (const file of filesOf('admin')) {
      const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
      const visit = (node: ts.Node): void => {
        if (ts.isPropertyAssignment(node) && isUnsaid(node)) faults.push(`${file}: ${node.getText().slice(0, 80)}`);
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
    expect(faults).toEqual([]);
  });
});

describe('the components of the back office', () => {
  it('hold no words between tags that are not said in the reader’s language', () => {
    const names = new Set(['SaleFlex.GATE', 'Esc', 'UTC ·']);
    const faults: string[] = [];
    for (const file of filesOf('admin/components').filter((name) => name.endsWith('.tsx'))) {
      const text = readFileSync(file, 'utf8');
      const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
      const visit = (node: ts.Node): void => {
        const words = ts.isJsxText(node) ? node.text.trim() : '';
        if (/\p{L}{2}/u.test(words) && !names.has(words)) faults.push(`${file}: ${words}`);
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
    expect(faults).toEqual([]);
  });
});

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => /\.tsx?$/.test(file) && !file.includes(`${path.sep}bundle${path.sep}`));
}

/** Notices are finished texts. Labels and questions may be texts that somebody else says, but nobody can say one with facts. */
function isUnsaid({ name, initializer }: ts.PropertyAssignment): boolean {
  if (name.getText() === 'notice') return literals(initializer).some((text) => /\p{L}/u.test(text));
  if (!['label', 'question', 'message'].includes(name.getText())) return false;
  return ts.isTemplateExpression(initializer) && literals(initializer).some((text) => /\p{L}{2}/u.test(text));
}

/** The words that a notice has of its own, without those that are said. */
function literals(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) {
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  }
  return ts.isConditionalExpression(node) ? [...literals(node.whenTrue), ...literals(node.whenFalse)] : [];
}

describe.each(['de', 'tr'] as const)('every action, pressed by somebody who reads %s', (language) => {
  const test = withDatabase();
  let office: Office;
  let theirs: Rows;
  let ours: Rows;
  let english: Browser;
  let other: Browser;

  beforeAll(async () => {
    office = await openOffice(test.db);
    theirs = await everything(test.db, 'alpha');
    ours = await everything(test.db, 'beta');
    english = await office.person('english', { role: 'superuser' });
    other = await office.person('other', { role: 'superuser' });
    await inTransaction(test.db, (tx) => tx.user.updateMany({ where: { username: 'other' }, data: { language } }));
  });
  afterAll(() => office[Symbol.asyncDispose]());

  const press = async (who: Browser, rows: Rows, address: readonly [model: string, action: string], answer: string) => {
    const [model, action] = address;
    const id = encodeURIComponent(String(rows.get(model)?.['id']));
    const fields = { confirmed: 'yes', answer };
    const told = await who.post(`/admin/api/resources/${model}/records/${id}/${action}`, fields);
    return ((await told.json()) as Answer).notice?.message ?? null;
  };

  it('answers in that language, be it done or refused', { timeout: 120_000 }, async () => {
    const faults: string[] = [];
    let said = 0;
    for (const { model, actions = [] } of definitions) {
      for (const { name } of actions.filter(({ isRead }) => !isRead)) {
        for (const answer of ['', 'A reason of some length']) {
          const plain = await press(english, theirs, [model, name], answer);
          const spoken = await press(other, ours, [model, name], answer);
          if (spoken !== null) said += 1;
          if (spoken !== null && spoken === plain) faults.push(`${model} ${name}: ${spoken}`);
        }
      }
    }
    expect(faults).toEqual([]);
    expect(said).toBeGreaterThan(30);
  });
});
