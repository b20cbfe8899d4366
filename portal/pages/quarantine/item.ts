import { loadTemplate } from '../../../server/http/templates.ts';
import type { Caller } from '../../trpc/root.ts';
import type { FormHandler, PageHandler, Redirect, Shown, Visit } from '../../visit.ts';
import { formProblem } from '../problems.ts';
import { refusalModel } from '../till-words.ts';
import { troubleFacts } from './facts.ts';
import { documentName, reasonModel, stateModel } from './words.ts';

const template = loadTemplate(new URL('../../views/quarantine/item.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['quarantine']['item']>>;

const named = ({ params }: Visit) => ({ company: params['slug'] ?? '', item: params['id'] ?? '' });

/** One item that was refused: why, what would be right, what was sent. */
export const refusedPage: PageHandler = async (visit) =>
  shown(visit, await visit.call.quarantine.item(named(visit)), {});

/** Judges it once more, or lets it be with a note. */
export const refusedForm: FormHandler = async (visit) => {
  const { call, fields, t } = visit;
  const own = `/quarantine/${named(visit).company}/items/${named(visit).item}/`;
  try {
    if (fields['do'] === 'process') return await processed(visit, own);
    await call.quarantine.dismiss({ ...named(visit), note: fields['note'] ?? '' });
  } catch (error) {
    const { errors, message } = refusalModel(formProblem(error));
    const got = await call.quarantine.item(named(visit));
    return shown(visit, got, { note: fields['note'], errors: errors['reason'], message });
  }
  return { redirect: own, flash: { level: 'success', text: t('quarantine.item.dismissed') } };
};

async function processed(visit: Visit, own: string): Promise<Redirect> {
  const { outcome } = await visit.call.quarantine.process(named(visit));
  const level = outcome === 'quarantined' ? 'error' : 'success';
  return { redirect: own, flash: { level, text: visit.t(`quarantine.outcomes.${outcome}`) } };
}

interface Typed {
  note?: string | undefined;
  errors?: string[] | undefined;
  message?: string | null;
}

function shown(visit: Visit, { company, found }: Got, typed: Typed): Shown {
  const { t } = visit;
  const { terminal, resolvedAt } = found;
  return {
    title: documentName(visit, found),
    lead: `${terminal.store.name}, ${terminal.code}`,
    template,
    active: 'quarantine',
    model: {
      backHref: `/quarantine/${company.slug}/`,
      ...stateModel(visit, found),
      isSettled: resolvedAt !== null,
      ...reasonModel(visit, found),
      note: found.note,
      mayAct: resolvedAt === null && found.mayResolve,
      isOthers: resolvedAt === null && !found.mayResolve,
      facts: troubleFacts(visit, { slug: company.slug, found, code: found.reasonCode }),
      body: found.body,
      bodyTitle: t('quarantine.body.title'),
      typed,
    },
  };
}
