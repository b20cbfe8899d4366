/** Pages that ask before they change a till: revoke, retire, move. Each says what will happen. */
import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../visit.ts';
import { formProblem } from './problems.ts';
import { tillOf } from './till.ts';
import { issuedPage } from './till-pair.ts';
import { graceChoices, graceOf, refusalModel, seenDate, seenText, stateModel } from './till-words.ts';
import { localText } from './times.ts';

const revokeTemplate = loadTemplate(new URL('../views/till-revoke.hbs', import.meta.url));
const retireTemplate = loadTemplate(new URL('../views/till-retire.hbs', import.meta.url));
const moveTemplate = loadTemplate(new URL('../views/till-move.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['tills']['get']>>;

/** Switching off the access of a till that was lost, stolen, or is not trusted. */
export const revokePage: PageHandler = async (visit) => revoke(await visit.call.tills.get(tillOf(visit)), {});

export const revokeForm: FormHandler = async (visit) => {
  const graceHours = graceOf(visit.fields);
  try {
    await visit.call.tills.revoke({ ...tillOf(visit), graceHours });
  } catch (error) {
    const refusal = refusalModel(formProblem(error));
    return revoke(await visit.call.tills.get(tillOf(visit)), {
      ...refusal,
      graces: graceChoices(visit.fields['grace']),
    });
  }
  const text = graceHours === 0 ? 'Revoked: the hub refuses this till from now on.' : 'Revoked: it may only deliver.';
  return { redirect: ownHref(visit), flash: { level: 'success', text } };
};

function revoke(got: Got, typed: object): Shown {
  const isRevoked = got.terminal.state === 'revoked';
  const graces = graceChoices(undefined);
  return page(got, { title: 'Revoke access', template: revokeTemplate, model: { isRevoked, graces, ...typed } });
}

/** Taking a till out of use. */
export const retirePage: PageHandler = async (visit) => retire(await visit.call.tills.get(tillOf(visit)), {});

export const retireForm: FormHandler = async (visit) => {
  const got = await visit.call.tills.get(tillOf(visit));
  if ((visit.fields['code'] ?? '').trim() !== got.terminal.code) {
    return retire(got, { errors: { code: [`Type ${got.terminal.code} to confirm.`] }, typed: visit.fields['code'] });
  }
  await visit.call.tills.retire(tillOf(visit));
  const text = `Till ${got.terminal.code} is retired. Its receipts and closures stay.`;
  const redirect = `/stores/${got.company.slug}/${got.store.uuid}/`;
  return { redirect, flash: { level: 'success', text } };
};

function retire(got: Got, typed: object): Shown {
  return page(got, { title: 'Retire the till', template: retireTemplate, model: typed });
}

/** Moving a till to another store of the company. */
export const movePage: PageHandler = async (visit) => move(visit, {});

export const moveForm: FormHandler = async (visit) => {
  const { store = '', code = '', grace, seen } = visit.fields;
  try {
    const issued = await visit.call.tills.move({
      ...tillOf(visit),
      storeId: store === '' ? Number.NaN : Number(store),
      code,
      graceHours: graceOf(visit.fields),
      replaces: seenDate(seen),
    });
    const got = await visit.call.tills.get(tillOf(visit));
    if (issued) return issuedPage(got, issued);
    const text = `Moved to ${got.store.name}. Pair the till to give it settings.`;
    return { redirect: ownHref(visit), flash: { level: 'success', text } };
  } catch (error) {
    const refusal = refusalModel(formProblem(error));
    return move(visit, { ...refusal, code, graces: graceChoices(grace) }, store);
  }
};

async function move(visit: Visit, typed: object, chosen = ''): Promise<Shown> {
  const [got, targets] = await Promise.all([
    visit.call.tills.get(tillOf(visit)),
    visit.call.tills.targets(tillOf(visit)),
  ]);
  const { terminal } = got;
  const model = {
    seen: seenText(terminal),
    code: terminal.code,
    isPaired: terminal.isPaired && terminal.state !== 'revoked',
    networks: terminal.networks.join(', '),
    targets: targets.map(({ id, code, name }) => ({ id, code, name, isChosen: String(id) === chosen })),
    graces: graceChoices(undefined),
    ...typed,
  };
  return page(got, { title: 'Move to another store', template: moveTemplate, model });
}

function ownHref(visit: Visit): string {
  const { company, uuid } = tillOf(visit);
  return `/tills/${company}/${uuid}/`;
}

/** What each of these pages shows of the till. */
function page(got: Got, { model, ...shown }: Pick<Shown, 'title' | 'template' | 'model'>): Shown {
  const { company, store, terminal, now } = got;
  const { lastDocument } = terminal;
  return {
    ...shown,
    lead: `Till ${terminal.code} · ${store.name}`,
    active: 'stores',
    model: {
      backHref: `/tills/${company.slug}/${terminal.uuid}/`,
      isGone: terminal.state === 'retired',
      tillCode: terminal.code,
      storeName: store.name,
      ...stateModel(terminal, now, store.timeZone),
      lastDocument: lastDocument && `No. ${lastDocument.number}, ${localText(lastDocument.occurredText)}`,
      ...model,
    },
  };
}
