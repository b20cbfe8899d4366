import type { Caller } from '../../trpc/root.ts';
import type { Visit } from '../../visit.ts';

type Refused = Awaited<ReturnType<Caller['quarantine']['item']>>['found'];
type Conflict = Awaited<ReturnType<Caller['quarantine']['conflict']>>['found'];

interface About {
  slug: string;
  found: Refused | Conflict;
  /** Stable name of the reason; null: none. */
  code: string | null;
}

/** Where it came from and how often, on the clocks of its store. */
export function troubleFacts({ t, formats }: Visit, { slug, found, code }: About) {
  const { terminal } = found;
  const { store } = terminal;
  const at = (time: Date) => formats.instant(time, store.timeZone);
  const facts: [string, string | null, string?][] = [
    [t('words.till'), terminal.code, `/tills/${slug}/${terminal.uuid}/`],
    [t('words.store'), `${store.name} (${store.code})`, `/stores/${slug}/${store.uuid}/`],
    [t('quarantine.facts.times'), formats.count(found.repeatCount)],
    [t('quarantine.facts.first'), at(found.firstReceivedAt)],
    [t('quarantine.facts.last'), at(found.lastReceivedAt)],
    [t('quarantine.facts.settled'), found.resolvedAt && at(found.resolvedAt)],
    [t('quarantine.facts.id'), found.documentUuid],
    [t('quarantine.facts.code'), code],
  ];
  return facts.flatMap(([name, value, href]) => (value ? [{ name, value, href }] : []));
}
