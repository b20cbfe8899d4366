import { drawForm, problemText } from '../../server/domain/layouts/index.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { FormHandler, PageHandler } from '../visit.ts';
import { instantText } from './times.ts';

const template = loadTemplate(new URL('../views/layout.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['layouts']['get']>>;

/** One layout: a picture of every screen, as the tills of a store show it. */
export const layoutPage: PageHandler = async ({ call, params, query }) => {
  const got = await call.layouts.get({
    company: params['slug'] ?? '',
    layout: params['id'] ?? '',
    number: (query.get('number') || undefined) as number | undefined,
    store: query.get('store') || undefined,
  });
  return {
    title: got.layout.name,
    lead: `Version ${got.number}${got.number === got.layout.currentNumber ? ', in force' : ', not in force'}`,
    template,
    active: 'layouts',
    model: layoutModel(got),
  };
};

/** Puts another version into force. */
export const useVersionForm: FormHandler = async ({ call, params, fields }) => {
  const [company, layout] = [params['slug'] ?? '', params['id'] ?? ''];
  await call.layouts.useVersion({ company, layout, number: fields['number'] as unknown as number });
  const text = `Version ${fields['number']} is in force. Tills show it after their next refresh.`;
  return { redirect: `/layouts/${company}/${layout}/`, flash: { level: 'success', text } };
};

function layoutModel({ company, layout, number, stores, store, content, filled, problems, mayManage }: Got) {
  const here = `/layouts/${company.slug}/${layout.id}/`;
  return {
    backHref: `/layouts/${company.slug}/`,
    editHref: mayManage ? `${here}edit/?number=${number}` : null,
    editName: layout.mayChange ? 'Change as text' : 'Copy and change as text',
    number,
    stores: stores.map(({ code, name }) => ({ code, name, isChosen: code === store?.code })),
    problems: problems.map(problemText),
    screens: content.forms.map((form) => ({
      name: String(form['caption'] ?? form['name']),
      isStart: form['is_startup'] === true,
      svg: drawForm(form, filled),
    })),
    versions: layout.versions.map((version) => ({
      ...version,
      href: `?number=${version.number}`,
      created: instantText(version.createdAt),
      isCurrent: version.number === layout.currentNumber,
      mayUse: layout.mayChange && version.number !== layout.currentNumber,
    })),
  };
}
