/** Reads what source files import and touch, for the test that holds the layers. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export interface Import {
  /** A file of ours, relative to the project's folder, or the name of a package. */
  target: string;
  isOurs: boolean;
  /** Erased when the program runs. */
  isTypeOnly: boolean;
}

export interface SourceFile {
  /** Relative to the project's folder, with forward slashes. */
  file: string;
  imports: Import[];
  readsEnvironment: boolean;
}

const root = path.resolve(import.meta.dirname, '../..');
const skipped = /(^|\/)(node_modules|generated|migrations|built|bundle|bundles|views)(\/|$)/;

/** Every TypeScript file below the folders. */
export function readSources(folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`)
      .filter((file) => /\.tsx?$/.test(file) && !skipped.test(file))
      .map((file) => parseSource(file, readFileSync(path.join(root, file), 'utf8'))),
  );
}

export function parseSource(file: string, text: string): SourceFile {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false, scriptKind(file));
  const imports: Import[] = [];
  let readsEnvironment = false;
  const add = (specifier: ts.Node | undefined, isTypeOnly: boolean) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const isOurs = specifier.text.startsWith('.');
    const target = isOurs ? path.posix.join(path.posix.dirname(file), specifier.text) : specifier.text;
    imports.push({ target, isOurs, isTypeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, importsTypesOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    else if (ts.isPropertyAccessExpression(node) && isProcessEnv(node)) readsEnvironment = true;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { file, imports, readsEnvironment };
}

function importsTypesOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  return !clause.name && !!named && ts.isNamedImports(named) && named.elements.every((element) => element.isTypeOnly);
}

function isProcessEnv(node: ts.PropertyAccessExpression): boolean {
  return node.name.text === 'env' && ts.isIdentifier(node.expression) && node.expression.text === 'process';
}

function scriptKind(file: string): ts.ScriptKind {
  return file.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
}
