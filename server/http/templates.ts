/** Handlebars, with the words that every template may use. Values are escaped unless a template says `{{{…}}}`. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInThisContext } from 'node:vm';
import Handlebars from 'handlebars';
import { type Translate, translatorOf } from '../core/translate.ts';
import { asset } from './assets.ts';
import { type ChartSpec, jsonForScript } from './chart.ts';
import { compileOptions } from './compile-options.ts';

const engine = Handlebars.create();
const escapeHtml = engine.escapeExpression;
const english = translatorOf('en');

/** @param t texts in the visitor's language; without it they are English */
export type Template = (model: object, t?: Translate) => string;

/** Reads and compiles a template: `loadTemplate(new URL('./views/page.hbs', import.meta.url))`, written just like that: the built
 *  program names a file beside it in which it is compiled already. Call it once, at module level.
 *  Words in templates: `{{t 'stores.list.title' count=3}}`, `{{rich 'stores.list.note'}}` (with *emphasis* and `code` in the text),
 *  `{{icon 'home'}}`, `{{asset 'gate.css'}}`, `{{chart spec}}`, `{{#if (eq a b)}}`. */
export function loadTemplate(file: URL, made?: URL): Template {
  let compiled = made ? undefined : engine.compile(readFileSync(file, 'utf8'), compileOptions);
  return (model, t = english) => {
    compiled ??= engine.template(readCompiled(made ?? file));
    return compiled(model, { data: { t } });
  };
}

function readCompiled(file: URL): Parameters<typeof engine.template>[0] {
  return runInThisContext(`(${readFileSync(file, 'utf8')})`, { filename: fileURLToPath(file) });
}

/** A drawn icon, hidden from screen readers: what it means must stand beside it in words. Names are those of Tabler's outline
 *  set; the build collects those that templates and sources name. */
export function icon(name: string): Handlebars.SafeString {
  const href = `${asset('icons.svg')}#${escapeHtml(name)}`;
  const strokes = 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"';
  return new Handlebars.SafeString(
    `<svg class="icon" viewBox="0 0 24 24" ${strokes} aria-hidden="true" focusable="false"><use href="${href}"/></svg>`,
  );
}

/** The markup of a chart: a figure with its name, the canvas and the data that `charts.js` draws from. Pages with one name
 *  `charts.js` among their scripts. */
export function chartHtml(spec: ChartSpec): string {
  const height = spec.height === undefined || spec.height === 'normal' ? '' : ` is-${spec.height}`;
  const table = spec.tableId === undefined ? '' : ` aria-describedby="${escapeHtml(spec.tableId)}"`;
  return `<figure class="gate-chart" id="${escapeHtml(spec.id)}"><figcaption class="visually-hidden">${escapeHtml(spec.title)}</figcaption>
<div class="gate-chart-area${height}"><canvas data-chart="${escapeHtml(spec.id)}" role="img" aria-label="${escapeHtml(`${spec.title}. ${spec.summary}`)}"${table}></canvas></div>
<script type="application/json">${jsonForScript(spec)}</script></figure>`;
}

/** A fact that can neither be markup nor be taken for ours. */
function inert(fact: string): string {
  return escapeHtml(fact).replace(/[*`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** `*words*` of our own texts stand out, `` `words` `` are what machines read. */
function marked(text: string): string {
  return text.replace(/\*([^*]+)\*/g, '<strong>$1</strong>').replace(/`([^`]+)`/g, '<code>$1</code>');
}

engine.registerHelper('t', (key: string, { hash, data }: { hash: Record<string, unknown>; data: { t: Translate } }) =>
  data.t(key, hash),
);
engine.registerHelper(
  'rich',
  (key: string, { hash, data }: { hash: Record<string, unknown>; data: { t: Translate } }) => {
    const facts = Object.fromEntries(Object.entries(hash).map(([name, fact]) => [name, inert(String(fact ?? ''))]));
    return new Handlebars.SafeString(marked(data.t(key, facts)));
  },
);
engine.registerHelper('icon', (name: string) => icon(name));
engine.registerHelper('asset', (name: string) => asset(name));
engine.registerHelper('chart', (spec: ChartSpec) => new Handlebars.SafeString(chartHtml(spec)));
engine.registerHelper('eq', (a: unknown, b: unknown) => a === b);
