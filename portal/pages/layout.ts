import { translateSentence } from '../../server/core/translate.ts';
import { type LayoutProblem, picturesOf } from '../../server/domain/layouts/index.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { FormHandler, PageHandler, Visit } from '../visit.ts';
import { shownName } from './layouts.ts';

const template = loadTemplate(new URL('../views/layout.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['layouts']['get']>>;

/** One layout: a picture of every screen, as the tills of a store show it. */
export const layoutPage: PageHandler = async (visit) => {
  const { call, params, query, t } = visit;
  const got = await call.layouts.get({
    company: params['slug'] ?? '',
    layout: params['id'] ?? '',
    number: (query.get('number') || undefined) as number | undefined,
    store: query.get('store') || undefined,
  });
  return {
    title: shownName(got.layout, visit.language),
    lead: t(got.number === got.layout.currentNumber ? 'layouts.one.inForce' : 'layouts.one.notInForce', {
      number: got.number,
    }),
    template,
    active: 'layouts',
    model: layoutModel(visit, got),
  };
};

/** Puts another version into force. */
export const useVersionForm: FormHandler = async ({ call, params, fields, t }) => {
  const [company, layout] = [params['slug'] ?? '', params['id'] ?? ''];
  await call.layouts.useVersion({ company, layout, number: fields['number'] as unknown as number });
  const text = t('layouts.one.nowInForce', { number: fields['number'] });
  return { redirect: `/layouts/${company}/${layout}/`, flash: { level: 'success', text } };
};

function layoutModel(visit: Visit, got: Got) {
  const { company, layout, number, stores, store, content, filled, problems, mayManage } = got;
  const pictures = picturesOf(content, filled);
  const here = `/layouts/${company.slug}/${layout.id}/`;
  return {
    backHref: `/layouts/${company.slug}/`,
    editHref: mayManage ? `${here}edit/?number=${number}` : null,
    editName: visit.t(layout.mayChange ? 'layouts.one.changeText' : 'layouts.one.copyText'),
    number,
    stores: stores.map(({ code, name }) => ({ code, name, isChosen: code === store?.code })),
    problems: problems.map((problem) => problemText(visit, problem)),
    screens: content.forms.map((form, index) => ({
      name: String(form['caption'] ?? form['name']),
      isStart: form['is_startup'] === true,
      svg: pictures[index],
    })),
    versions: layout.versions.map((version) => ({
      ...version,
      href: `?number=${version.number}`,
      created: visit.formats.instant(version.createdAt, visit.timeZone),
      isCurrent: version.number === layout.currentNumber,
      mayUse: layout.mayChange && version.number !== layout.currentNumber,
    })),
  };
}

/** What a check of the layout has to say, with its place. */
function problemText({ t, language }: Visit, { form, control, message }: LayoutProblem): string {
  const told = translateSentence(message, language);
  if (form === null) return told;
  if (control === null) return t('layouts.one.inForm', { form, message: told });
  return t('layouts.one.inControl', { form, control, message: told });
}
