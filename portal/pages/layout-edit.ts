import { textOf } from '../../server/domain/layouts/index.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../visit.ts';
import { shownName } from './layouts.ts';
import { fieldErrors, formProblem } from './problems.ts';

const template = loadTemplate(new URL('../views/layout-edit.hbs', import.meta.url));

/** A layout as text, to be changed and saved: as its next version, or as a layout of the company where it is the hub's. */
export const layoutEditPage: PageHandler = async (visit) => {
  const { layout, content, number } = await open(visit);
  const shown = shownName(layout, visit.language);
  const name = layout.mayChange ? shown : visit.t('layouts.edit.ownName', { name: shown });
  const model = { name, content: textOf(content), note: '', isCopy: !layout.mayChange, number };
  return form(visit, model);
};

export const layoutEditForm: FormHandler = async (visit) => {
  const { name = '', note = '', content = '' } = visit.fields;
  const { company, layout, number } = await open(visit);
  try {
    const saved = await visit.call.layouts.save({
      company: company.slug,
      ...(layout.mayChange && { layout: layout.id }),
      ...{ name, note, content },
    });
    const warnings = saved.problems.length;
    const inForce = visit.t('layouts.edit.saved', { number: saved.number });
    const text = warnings === 0 ? inForce : `${inForce} ${visit.t('layouts.edit.look', { count: warnings })}`;
    return {
      redirect: `/layouts/${company.slug}/${saved.layoutId}/`,
      flash: { level: warnings === 0 ? 'success' : 'warning', text },
    };
  } catch (error) {
    const errors = fieldErrors(formProblem(error));
    return form(visit, { name, note, content, errors, isCopy: !layout.mayChange, number });
  }
};

function open({ call, params, query }: Visit) {
  return call.layouts.content({
    company: params['slug'] ?? '',
    layout: params['id'] ?? '',
    number: (query.get('number') || undefined) as number | undefined,
  });
}

interface Model {
  name: string;
  note: string;
  content: string;
  isCopy: boolean;
  number: number;
  errors?: Record<string, string[]>;
}

function form({ params, t }: Visit, model: Model): Shown {
  const title = t(model.isCopy ? 'layouts.edit.copyTitle' : 'layouts.edit.title');
  const backHref = `/layouts/${params['slug']}/${params['id']}/`;
  return { title, lead: model.name, template, active: 'layouts', model: { ...model, backHref } };
}
