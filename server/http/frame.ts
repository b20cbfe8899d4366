/** What stands around every page: the company that is looked at, where one can go, and who one is. */

import type { Response } from 'express';
import type { Config } from '../config.ts';
import { languageNames, languages } from '../core/languages.ts';
import type { Ctx } from '../db/index.ts';
import { type Action, type Frame, type FrameCompany, readFrame, scopeFor } from '../domain/tenancy/index.ts';
import { keepCompany, readCompany } from './cookies.ts';
import { readPinned } from './pinned.ts';
import { icon } from './templates.ts';
import { contextOf, preferencesOf, type Speech, speechOf } from './user-context.ts';

/** Entries of the side bar. */
export type Section =
  | 'home'
  | 'people'
  | 'keys'
  | 'stores'
  | 'warehouses'
  | 'messages'
  | 'sync'
  | 'catalog'
  | 'cashiers'
  | 'customers'
  | 'receipts'
  | 'closures'
  | 'quarantine'
  | 'reports'
  | 'layouts'
  | 'dashboard'
  | 'companies'
  | 'profile'
  | 'admin';

/** A step on the way to a page. */
export interface Crumb {
  name: string;
  href: string;
}

interface Entry {
  id: Section;
  drawing: object;
  /** Absent: everybody who is signed in. */
  needs?: Action;
  /** Below a company, by its slug. */
  inCompany?(slug: string): string;
  /** Where no company is chosen; absent: the entry is left out. */
  anywhere?: string;
  staffOnly?: true;
  /** Only where something of the company waits, or is looked at. */
  whenWaiting?: true;
}

interface Group {
  id: 'company' | 'work' | 'account';
  entries: readonly Entry[];
}

const groups: readonly Group[] = [
  {
    id: 'company',
    entries: [
      { id: 'home', drawing: icon('home'), inCompany: (slug) => `/home/${slug}/` },
      { id: 'people', drawing: icon('users'), inCompany: (slug) => `/companies/${slug}/` },
      below('keys', icon('key'), 'key.manage'),
    ],
  },
  {
    id: 'work',
    entries: [
      below('stores', icon('building-store'), 'terminal.see', '/stores/'),
      below('warehouses', icon('building-warehouse'), 'stock.see'),
      below('messages', icon('message'), 'terminal.see'),
      below('sync', icon('refresh'), 'terminal.see'),
      below('catalog', icon('tags'), 'catalog.see'),
      below('cashiers', icon('id-badge-2'), 'cashier.see'),
      below('customers', icon('address-book'), 'customer.see'),
      below('receipts', icon('receipt'), 'document.see'),
      below('closures', icon('scale'), 'closure.see', '/closures/'),
      { ...below('quarantine', icon('shield-exclamation'), 'quarantine.see'), whenWaiting: true },
      {
        id: 'reports',
        drawing: icon('chart-bar'),
        needs: 'figures.see',
        inCompany: (slug) => `/reports?company=${slug}`,
        anywhere: '/reports',
      },
      below('layouts', icon('layout-grid'), 'layout.manage', '/layouts/'),
    ],
  },
  {
    id: 'account',
    entries: [
      { id: 'dashboard', drawing: icon('layout-dashboard'), anywhere: '/dashboard/' },
      { id: 'companies', drawing: icon('buildings'), anywhere: '/companies/' },
      { id: 'profile', drawing: icon('user-circle'), anywhere: '/accounts/profile/' },
      { id: 'admin', drawing: icon('adjustments'), anywhere: '/admin', staffOnly: true },
    ],
  },
];

function below(id: Section, drawing: object, needs: Action, anywhere?: string): Entry {
  return { id, drawing, needs, inCompany: (slug) => `/${id}/${slug}/`, ...(anywhere && { anywhere }) };
}

/** The company is remembered when a page of it is opened, so that pages which belong to none still know where one works.
 *  @param active the entry that the page belongs to */
export async function frameOf(
  res: Response,
  page: { active: Section | null; title: string; crumbs: readonly Crumb[] },
) {
  const ctx = contextOf(res);
  if (ctx.actor.kind !== 'user') return guestFrame(res);
  const { req } = res;
  const here = String(req.params['slug'] ?? req.query['company'] ?? '').slice(0, 96);
  const last = readCompany(req);
  const frame = await readFrame(ctx, { here, last });
  const { current } = frame;
  if (current && current.slug === here && here !== last) keepCompany(res, res.locals['config'] as Config, here);
  const speech = speechOf(res);
  const pinned = current ? await readPinned(res, ctx, current) : [];
  const navigation = navigationOf(ctx, { current, active: page.active, speech, pinned });
  return {
    ...guestFrame(res),
    person: personOf(res, speech),
    acting: actingOf(ctx, speech),
    company: switcherOf(frame, speech),
    groups: navigation,
    banner: current && bannerOf(current, { speech, now: ctx.now() }),
    trail: trailOf(req.originalUrl, { current, page, entries: navigation.flatMap(({ entries }) => entries) }),
  };
}

/** What strangers see, and whoever meets a fault: nothing is asked of the database. */
export function guestFrame(res: Response) {
  const { language } = speechOf(res);
  const spoken = languages.map((code) => ({ code, name: languageNames[code], isChosen: code === language }));
  return { languages: spoken, languageName: languageNames[language], languageCode: language.toUpperCase() };
}

function personOf(res: Response, { t, formats }: Speech) {
  const { actor } = contextOf(res);
  if (actor.kind !== 'user') return null;
  const { username, staffRole } = actor;
  const preferences = preferencesOf(res);
  const name = preferences?.displayName || username;
  // Of an address only the part before the @ is the person's own.
  const words = (name.split('@')[0] || name).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const initials = words.slice(0, 2).map((word) => formats.initial(word));
  return {
    name,
    username: name === username ? null : username,
    staffRole: staffRole && t(`frame.staff.${staffRole}`),
    initials: initials.join('') || '?',
    pictureHref: preferences?.pictureId ? `/pictures/${preferences.pictureId}/` : null,
  };
}

function switcherOf({ companies, current, hasMore }: Frame, { t, formats }: Speech) {
  const byName = [...companies].sort((a, b) => formats.compare(a.name, b.name));
  return {
    name: current?.name ?? (companies.length === 0 ? t('frame.switch.none') : t('frame.switch.choose')),
    initial: formats.initial(current?.name ?? '') || '+',
    choices: byName.map(({ slug, name }) => ({ name, href: `/home/${slug}/`, isChosen: slug === current?.slug })),
    hasMore,
  };
}

interface Around {
  current: FrameCompany | null;
  active: Section | null;
  speech: Speech;
  /** Reports that stand below the entry of all reports. */
  pinned: readonly { name: string; href: string }[];
}

/** Only what exists and what the person may use; of the chosen company where there is one. */
function navigationOf(ctx: Ctx, { current, active, speech: { t }, pinned }: Around) {
  const isStaff = ctx.actor.kind === 'user' && ctx.actor.staffRole !== null;
  return groups
    .map(({ id, entries }) => ({
      id,
      name: t(`frame.groups.${id}`),
      isCompany: id === 'company',
      entries: entries.flatMap((entry) => {
        const href = current && entry.inCompany ? entry.inCompany(current.slug) : entry.anywhere;
        const isShown = entry.staffOnly ? isStaff : !entry.needs || reaches(ctx, entry.needs, current);
        const isQuiet = entry.whenWaiting && !current?.isWaiting && entry.id !== active;
        if (href === undefined || !isShown || isQuiet) return [];
        const name = t(`frame.sections.${entry.id}`);
        const own = { id: entry.id, href, name, drawing: entry.drawing, isActive: entry.id === active };
        return [{ ...own, pinned: entry.id === 'reports' ? pinned : [] }];
      }),
    }))
    .filter(({ entries, isCompany }) => isCompany || entries.length > 0);
}

/** Whether somebody holds an action in a part of the company at least. */
function reaches(ctx: Ctx, action: Action, company: FrameCompany | null): boolean {
  const { companyIds } = scopeFor(ctx, action);
  if (companyIds === null) return true;
  return company ? companyIds.includes(company.id) : companyIds.length > 0;
}

/** For whom the person acts, on every page. */
function actingOf({ actor }: Ctx, { t, formats, timeZone }: Speech) {
  if (actor.kind !== 'user' || !actor.acting) return null;
  const { companyName: name, companySlug, until } = actor.acting;
  return {
    href: `/home/${companySlug}/`,
    name,
    text: t('frame.acting.text', { name, when: formats.instant(until, timeZone) }),
  };
}

/** What everybody in the company should know, whatever page they are on. */
function bannerOf({ deletion, name, slug }: FrameCompany, { speech, now }: { speech: Speech; now: Date }) {
  if (deletion === null) return null;
  const { t, formats, timeZone } = speech;
  const { eraseAt, approvals, owners } = deletion;
  const href = `/companies/${slug}/delete/`;
  if (eraseAt === null) return { href, text: t('frame.deletion.asked', { name, approvals, owners }) };
  if (eraseAt <= now) return { href, text: t('frame.deletion.running', { name }) };
  return { href, text: t('frame.deletion.waiting', { name, when: formats.instant(eraseAt, timeZone) }) };
}

interface Place {
  current: FrameCompany | null;
  page: { active: Section | null; title: string; crumbs: readonly Crumb[] };
  entries: readonly { id: Section; href: string; name: string }[];
}

/** From the company over the section to the page; nothing where there is no way back worth showing. */
function trailOf(url: string, { current, page, entries }: Place) {
  const section = entries.find(({ id }) => id === page.active);
  const isBelow = section !== undefined && section.href.split('?')[0] !== url.split('?')[0];
  const crumbs = [
    ...(current && section && section.id !== 'home' && groupOf(section.id) !== 'account'
      ? [{ name: current.name, href: `/home/${current.slug}/` }]
      : []),
    ...(isBelow ? [{ name: section.name, href: section.href }] : []),
    ...page.crumbs,
  ];
  return crumbs.length === 0 ? null : { crumbs, here: page.title };
}

function groupOf(section: Section): Group['id'] | undefined {
  return groups.find(({ entries }) => entries.some(({ id }) => id === section))?.id;
}
