import type { Visit } from '../../visit.ts';

type Tab = 'products' | 'departments' | 'vat' | 'import';

/** The pages of a catalogue, beside each other. */
export function tabsOf({ t }: Pick<Visit, 't'>, slug: string, active: Tab) {
  const paths = { products: '', departments: 'departments/', vat: 'vat/', import: 'import/' } as const;
  return (Object.keys(paths) as Tab[]).map((id) => ({
    name: t(`catalog.tabs.${id}`),
    href: `/catalog/${slug}/${paths[id]}`,
    isActive: id === active,
  }));
}
