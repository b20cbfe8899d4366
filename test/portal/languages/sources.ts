/** Finds in the sources what people are told: keys of texts, and the sentences that operations refuse with. */

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export interface Source {
  file: string;
  text: string;
}

/** Every file of these folders whose name ends so. */
export function readSources(folders: readonly string[], ending: string): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith(ending) && !name.includes('built/'))
      .map((name) => ({ file: `${folder}/${name}`, text: readFileSync(`${root}${folder}/${name}`, 'utf8') })),
  );
}

/** A text of a source: what stands for something else is a hole. */
export interface Found {
  file: string;
  /** With `{0}`, `{1}` … for holes. */
  text: string;
}

const parsed = new WeakMap<Source, ts.SourceFile>();

function parse(source: Source): ts.SourceFile {
  const { file, text } = source;
  const known = parsed.get(source) ?? ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  parsed.set(source, known);
  return known;
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** Texts that an expression can become: both sides of a choice, pieces that are added up, constants of the file. */
function textsOf(node: ts.Expression, constants: ReadonlyMap<string, ts.Expression>, depth = 0): string[] {
  if (depth > 4) return [];
  const deeper = (inner: ts.Expression) => textsOf(inner, constants, depth + 1);
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (ts.isTemplateExpression(node)) {
    const spans = node.templateSpans.map(({ literal }, hole) => `{${hole}}${literal.text}`);
    return [node.head.text + spans.join('')];
  }
  if (ts.isConditionalExpression(node)) return [...deeper(node.whenTrue), ...deeper(node.whenFalse)];
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return deeper(node.expression);
  if (ts.isBinaryExpression(node)) return [...deeper(node.left), ...deeper(node.right)];
  if (ts.isIdentifier(node)) {
    const value = constants.get(node.text);
    return value === undefined ? [] : deeper(value);
  }
  return [];
}

function constantsOf(file: ts.SourceFile): Map<string, ts.Expression> {
  const constants = new Map<string, ts.Expression>();
  walk(file, (node) => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      constants.set(node.name.text, node.initializer);
    }
  });
  return constants;
}

/** Keys that are asked for by `t(…)`. */
export function keysAsked(source: Source): Found[] {
  const found: Found[] = [];
  walk(parse(source), (node) => {
    if (!ts.isCallExpression(node)) return;
    const { expression } = node;
    const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
    const [key] = node.arguments;
    if (!ts.isIdentifier(name) || name.text !== 't' || key === undefined) return;
    for (const text of textsOf(key, new Map())) found.push({ file: source.file, text });
  });
  return found;
}

/** Every text in quotes, wherever it stands: keys in tables are found so. */
export function literalsOf(source: Source): Found[] {
  const found: Found[] = [];
  walk(parse(source), (node) => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node)) {
      for (const text of textsOf(node, new Map())) found.push({ file: source.file, text });
    }
  });
  return found;
}

/** Calls whose texts are told to people: rules of zod and our own helpers. */
const speakingCalls = new Set([
  ...['min', 'max', 'length', 'regex', 'refine', 'string', 'number', 'enum', 'email', 'url', 'int', 'positive'],
  ...['nonnegative', 'nonempty', 'check', 'gte', 'lte', 'multipleOf', 'uuid', 'iso', 'date', 'literal', 'custom'],
]);

/** Properties whose texts are told to people. */
const speakingProperties = new Set(['message', 'error', 'invalid_type_error', 'required_error']);

/** Sentences that people can be told: the third part of a DomainError, messages of zod's rules and of broken fields. */
export function sentencesOf(source: Source): Found[] {
  const file = parse(source);
  const constants = constantsOf(file);
  const found: Found[] = [];
  const add = (node: ts.Expression | undefined) => {
    if (node === undefined) return;
    const body = ts.isArrowFunction(node) && ts.isExpression(node.body) ? node.body : node;
    for (const text of textsOf(body, constants)) if (/\S \S/.test(text)) found.push({ file: source.file, text });
  };
  walk(file, (node) => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'DomainError') add(node.arguments?.[2]);
    if (ts.isPropertyAssignment(node) && speakingProperties.has(node.name.getText())) add(node.initializer);
    if (ts.isShorthandPropertyAssignment(node) && speakingProperties.has(node.name.text)) add(node.name);
    if (ts.isCallExpression(node)) {
      const name = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
      if (ts.isIdentifier(name) && speakingCalls.has(name.text)) node.arguments.forEach(add);
    }
  });
  return found;
}

/** Properties of a page's model that are shown as they are. */
const shownProperties = new Set(['title', 'lead', 'label', 'text', 'note', 'description', 'summary', 'message']);

/** Words that a page or script says of itself, instead of asking for them: two words in a row, or a title. */
export function spokenLiterals(source: Source): string[] {
  const found: string[] = [];
  walk(parse(source), (node) => {
    if (!ts.isStringLiteral(node) && !ts.isTemplateExpression(node) && !ts.isNoSubstitutionTemplateLiteral(node))
      return;
    const { parent } = node;
    const isThrown = ts.isNewExpression(parent) && parent.expression.getText() === 'Error';
    const isShown = ts.isPropertyAssignment(parent) && shownProperties.has(parent.name.getText());
    for (const text of textsOf(node, new Map())) {
      const words = text.replace(/\{\d+\}/g, ' ').replace(/<[^>]*>/g, ' ');
      const isSpoken = /\p{L}\p{Ll}+,? \p{Ll}+/u.test(words) || (isShown && /\p{Lu}\p{Ll}/u.test(words));
      if (isSpoken && !isThrown) found.push(`${source.file}: ${text}`);
    }
  });
  return found;
}
