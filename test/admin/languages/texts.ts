/** Every text that the back office says, found where it is written, and the books that say it in other languages. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { groups } from '../../../admin/adapter/definition.ts';
import { Source } from '../../../admin/adapter/source.ts';
import { definitions } from '../../../admin/resources/index.ts';
import { newTitles } from '../../../admin/resources/new-titles.ts';
import { figureWords, ruleWords, verdictWords } from '../../../server/domain/reconciliation/index.ts';

const folder = path.resolve('admin');

/** Texts with one place each where they are said. */
export function everyText(): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [text, place] of [...fromSources(), ...fromDefinitions(), ...fromDomain()])
    if (!texts.has(text)) texts.set(text, place);
  return texts;
}

/** The files of a language, each with what it says. */
export function books(language: 'tr' | 'de'): Map<string, Record<string, string>> {
  const place = path.join(folder, 'locales', language);
  return new Map(
    readdirSync(place).map((name) => [
      name,
      JSON.parse(readFileSync(path.join(place, name), 'utf8')) as Record<string, string>,
    ]),
  );
}

/** Words that the domain has for people and the back office repeats. */
function fromDomain(): [string, string][] {
  const figures = Object.values(figureWords).map(({ label }) => label);
  return [...Object.values(verdictWords), ...Object.values(ruleWords), ...figures].map((text) => [
    text,
    'reconciliation',
  ]);
}

/** Names of groups, resources, columns and values. */
function fromDefinitions(): [string, string][] {
  const registered = new Set<string>(definitions.map(({ model }) => model));
  const texts: [string, string][] = Object.keys(groups).map((name) => [name, 'groups']);
  for (const [model, title] of Object.entries(newTitles)) texts.push([title, model]);
  for (const definition of definitions) {
    const source = new Source(definition, registered);
    texts.push([definition.label, definition.model]);
    for (const [name, { label }] of source.fields) texts.push([label, `${definition.model}.${name}`]);
    for (const [name, { label, values }] of source.columns) {
      texts.push([label, `${definition.model}.${name}`]);
      for (const value of values ?? []) texts.push([value, `${definition.model}.${name}`]);
    }
  }
  return texts;
}

function fromSources(): [string, string][] {
  const texts: [string, string][] = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (!/\.tsx?$/.test(entry.name) || file.includes(`${path.sep}bundle${path.sep}`)) continue;
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    const isView = /\/(actions|resources)\//.test(file);
    const visit = (node: ts.Node): void => {
      for (const text of said(node)) texts.push([text, path.relative('.', file)]);
      if (isView) for (const text of labelled(node)) texts.push([text, path.relative('.', file)]);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return texts;
}

/** `t('…')`, `say('…')`, `sayTo(ctx)('…')`, also one of two: `t(isOne ? '…' : '…')`. */
function said(node: ts.Node): string[] {
  if (!ts.isCallExpression(node)) return [];
  const { expression } = node;
  const isSaying = ts.isIdentifier(expression)
    ? ['t', 'say', 'named'].includes(expression.text)
    : ts.isCallExpression(expression) && /^say(To|In)$/.test(expression.expression.getText());
  return isSaying && node.arguments[0] ? literalsOf(node.arguments[0]) : [];
}

/** Where a view's helper takes the text that `document-action.ts` says. */
const labelAt: Readonly<Record<string, number>> = { fact: 0, table: 0, raw: 0, received: 1 };

/** What views and definitions leave for `document-action.ts` and the tabs to say: `fact('…', …)`, `table('…', rows, [['…', …]])`,
 *  `label: '…'`, `title: '…'`, `question: '…'`. */
function labelled(node: ts.Node): string[] {
  if (ts.isCallExpression(node)) {
    const at = labelAt[node.expression.getText()];
    const text = at === undefined ? undefined : node.arguments[at];
    const value = isWord(node) ? node.arguments[1] : undefined;
    return [text, value].flatMap((each) => (each ? literalsOf(each) : []));
  }
  if (ts.isArrayLiteralExpression(node)) {
    const [first, second] = node.elements;
    const last = node.elements.at(-1);
    if (last && ts.isStringLiteral(last) && last.text === 'word' && second && ts.isArrowFunction(second)) {
      return [...literalsOf(first as ts.Expression), ...literalsOf(bodyOf(second))];
    }
    const isColumn = second && ts.isArrayLiteralExpression(node.parent) && !ts.isStringLiteralLike(second);
    return isColumn || (second && ts.isArrowFunction(second)) ? literalsOf(first as ts.Expression) : [];
  }
  const isLabel = ts.isPropertyAssignment(node) && ['label', 'title', 'question'].includes(node.name.getText());
  return isLabel ? literalsOf(node.initializer) : [];
}

/** `fact('…', '…', { isWord: true })`: the value is said too. */
function isWord(node: ts.CallExpression): boolean {
  return node.expression.getText() === 'fact' && /\bisWord\b/.test(node.arguments[2]?.getText() ?? '');
}

function bodyOf({ body }: ts.ArrowFunction): ts.Expression {
  return ts.isParenthesizedExpression(body) ? body.expression : (body as ts.Expression);
}

function literalsOf(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return node.text === '' ? [] : [node.text];
  return ts.isConditionalExpression(node) ? [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)] : [];
}
