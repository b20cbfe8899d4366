import { loadTemplate } from '../../../server/http/templates.ts';
import type { Caller } from '../../trpc/root.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../../visit.ts';
import { formProblem } from '../problems.ts';
import { refusalModel } from '../till-words.ts';
import { troubleFacts } from './facts.ts';
import { documentName, fieldModel, stateModel } from './words.ts';

const template = loadTemplate(new URL('../../views/quarantine/conflict.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['quarantine']['conflict']>>;

const named = ({ params }: Visit) => ({ company: params['slug'] ?? '', conflict: params['id'] ?? '' });

/** A document that came again with other values: both sides of each field in which they differ. */
export const conflictPage: PageHandler = async (visit) =>
  shown(visit, await visit.call.quarantine.conflict(named(visit)), {});

/** Keeps the first, as the hub does, and notes that somebody has looked. */
export const conflictForm: FormHandler = async (visit) => {
  const { call, fields, t } = visit;
  const { company, conflict } = named(visit);
  try {
    await call.quarantine.settle({ company, conflict, note: fields['note'] ?? '' });
  } catch (error) {
    const { errors, message } = refusalModel(formProblem(error));
    const got = await call.quarantine.conflict({ company, conflict });
    return shown(visit, got, { note: fields['note'], errors: errors['note'], message });
  }
  const redirect = `/quarantine/${company}/conflicts/${conflict}/`;
  return { redirect, flash: { level: 'success', text: t('quarantine.conflict.done') } };
};

interface Typed {
  note?: string | undefined;
  errors?: string[] | undefined;
  message?: string | null;
}

function shown(visit: Visit, { company, found }: Got, typed: Typed): Shown {
  const { t } = visit;
  const { terminal, kind, documentUuid, resolvedAt } = found;
  const nothing = t('quarantine.nothing');
  const area = kind === 'closure' ? 'closures' : 'receipts';
  return {
    title: documentName(visit, found),
    lead: `${terminal.store.name}, ${terminal.code}`,
    template,
    active: 'quarantine',
    model: {
      backHref: `/quarantine/${company.slug}/`,
      documentHref: found.maySeeDocument ? `/${area}/${company.slug}/${documentUuid}/` : null,
      isClosure: kind === 'closure',
      ...stateModel(visit, found),
      isSettled: resolvedAt !== null,
      note: found.note,
      differences: found.differences.map(({ path, stored, received }) => ({
        ...fieldModel(visit, path),
        stored: stored ?? nothing,
        isStored: stored !== null,
        received: received ?? nothing,
        isReceived: received !== null,
      })),
      mayAct: resolvedAt === null && found.mayResolve,
      isOthers: resolvedAt === null && !found.mayResolve,
      facts: troubleFacts(visit, { slug: company.slug, found, code: null }),
      body: found.body,
      bodyTitle: t('quarantine.body.later'),
      typed,
    },
  };
}
