/** The form of a key: what it is called, what it may do, where, how long, and from which pages. */
import { addDays, isDay, localText, localToInstant } from '../../../server/core/business-day.ts';
import { programActions } from '../../../server/domain/access/index.ts';
import { loadTemplate } from '../../../server/http/templates.ts';
import type { Shown, Visit } from '../../visit.ts';
import { wholeOf } from '../shop-forms.ts';

const template = loadTemplate(new URL('../../views/keys/form.hbs', import.meta.url));

interface Store {
  id: number;
  name: string;
  code: string;
}

/** What the fields hold. */
export interface Typed {
  name: string;
  actions: readonly string[];
  /** Null: every store. */
  storeIds: readonly number[] | null;
  /** `YYYY-MM-DD`, the last day; empty: never. */
  expires: string;
  /** One address on each line; commas will do as well. */
  origins: string;
  requests: string;
}

export interface Refusal {
  errors?: Readonly<Record<string, readonly string[]>>;
  message?: string | null;
}

interface Page extends Refusal {
  title: string;
  lead: string;
  submit: string;
  backHref: string;
  typed: Typed;
  stores: readonly Store[];
  /** True: what it may do is decided, and shown. */
  isMade?: boolean;
}

export function keyForm(visit: Visit, { title, lead, typed, stores, errors = {}, ...page }: Page): Shown {
  const { t } = visit;
  const groups = programActions.map(({ group, actions }) => ({
    name: t(`keys.groups.${group}`),
    actions: actions.map((action: string) => ({
      action,
      name: t(`keys.actions.${action.replace('.', '-')}`),
      isChosen: typed.actions.includes(action),
    })),
  }));
  return {
    title,
    lead,
    template,
    active: 'keys',
    model: {
      ...page,
      errors,
      name: typed.name,
      expires: typed.expires,
      requests: typed.requests,
      origins: typed.origins,
      groups,
      isEverywhere: typed.storeIds === null,
      stores: stores.map(({ id, name, code }) => ({
        ...{ id, name, code },
        isChosen: typed.storeIds?.includes(id) ?? false,
      })),
    },
  };
}

/** What was typed, as the form shows it again. */
export function typedIn({ fields }: Pick<Visit, 'fields'>): Typed {
  const chosen = (prefix: string) =>
    Object.keys(fields).flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
  return {
    name: fields['name'] ?? '',
    actions: chosen('may-'),
    storeIds: fields['where'] === 'chosen' ? chosen('store-').map(Number).filter(Number.isInteger) : null,
    expires: (fields['expires'] ?? '').trim(),
    origins: fields['origins'] ?? '',
    requests: fields['requests'] ?? '',
  };
}

/** The same as operations take it. A text that is no day stands for one that is long over, which they refuse. */
export function settingsOf({ name, storeIds, expires, origins, requests }: Typed, zone: string) {
  const end = isDay(expires) ? localToInstant(`${addDays(expires, 1)}T00:00:00`, zone) : 0;
  return {
    ...{ name, storeIds: storeIds === null ? null : [...storeIds] },
    origins: origins.split(/[\n,]/).flatMap((line) => line.trim() || []),
    expiresAt: expires === '' ? null : new Date(end ?? 0),
    requestsPerMinute: wholeOf(requests) ?? null,
  };
}

/** The last day of a key, as a date field holds it. */
export function lastDayOf(expiresAt: Date | null, zone: string): string {
  return expiresAt === null ? '' : localText(expiresAt.getTime() - 1, zone).slice(0, 10);
}
