/** Everything a person can reach by links, and the words that stand there. */

import { routes } from '../../../portal/routes.ts';
import type { Answer, Visitor } from '../../support/visitor.ts';

export interface Seen {
  path: string;
  /** The route it answers to; null for reports and what is no page of the portal. */
  route: string | null;
  answer: Answer;
}

/** Pages of one route that are looked at: lists lead to many alike. */
const mostOfARoute = 3;

const addressOf = (href: string) => href.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=').replaceAll('&#x27;', "'");

const forms = routes
  .filter(({ page }) => page)
  // Fixed words before names, as the router of the hub is ordered by hand.
  .map(({ path }) => ({ path, form: new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`), holes: path.split(':').length }))
  .sort((a, b) => a.holes - b.holes);

function routeOf(path: string): string | null {
  return forms.find(({ form }) => form.test(path))?.path ?? null;
}

/** Follows every link from the first pages on; each route a few times. */
export async function crawl(visitor: Visitor, first: readonly string[], language: string): Promise<Seen[]> {
  const seen: Seen[] = [];
  const known = new Set(first);
  const queue = [...first];
  const counts = new Map<string, number>();
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const [plain = ''] = path.split('?');
    const route = routeOf(plain);
    const kind = route ?? plain;
    const count = counts.get(kind) ?? 0;
    if (count >= mostOfARoute) continue;
    counts.set(kind, count + 1);
    const answer = await visitor.get(path, { 'accept-language': language });
    seen.push({ path, route, answer });
    const links = [...answer.body.matchAll(/(?:href)="(\/[^"]*)"/g)].map(([, href]) => addressOf(href ?? ''));
    for (const link of [...links, ...(answer.location?.startsWith('/') ? [answer.location] : [])]) {
      // The API is documented in English, like its names.
      const isPage = !/^\/(assets|admin|pictures|api)\b/.test(link) && !link.includes('#');
      if (isPage && !known.has(link)) queue.push(link);
      known.add(link);
    }
  }
  return seen;
}

/** What somebody reads or hears on a page: texts, titles, labels, placeholders. Code, drawings and what people typed are not. */
export function wordsOf(html: string): string[] {
  const quiet = /<(script|style|code|pre|textarea|svg|time|figcaption)\b[\s\S]*?<\/\1>/g;
  const body = html.replace(/<!doctype[^>]*>/i, '').replace(quiet, ' ');
  const attributes = [...body.matchAll(/\s(?:title|aria-label|placeholder|alt|data-label)="([^"]+)"/g)].map(
    ([, text]) => text,
  );
  const texts = body.split(/<[^>]*>/);
  return [...new Set([...texts, ...attributes].map((text) => readable(text ?? '')))].filter((text) =>
    /\p{L}{2}/u.test(text),
  );
}

function readable(text: string): string {
  const plain = text.replace(/&#(x?)([0-9a-f]+);/gi, (_all, hex, digits) =>
    String.fromCodePoint(parseInt(digits, hex ? 16 : 10)),
  );
  return plain
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
}
