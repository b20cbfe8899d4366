/** Keys of a till for the gate dialect: issue, renew, revoke. */
import { DomainError } from '../../server/core/errors.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../visit.ts';
import { formProblem } from './problems.ts';
import { confirmPage, formPage } from './shop-forms.ts';
import { tillOf } from './till.ts';
import { refusalModel } from './till-words.ts';

const issuedTemplate = loadTemplate(new URL('../views/till-key-issued.hbs', import.meta.url));

type Till = Awaited<ReturnType<Caller['tills']['get']>>;
type Keys = Awaited<ReturnType<Caller['tillKeys']['list']>>;

/** For how long the key before may work on, in hours. */
const overlaps = [0, 1, 24, 168];

export const tillKeyPage: PageHandler = (visit) => issuing(visit, null);

/** Shows the key in the answer itself: only its hash is stored. */
export const tillKeyForm: FormHandler = async (visit) => {
  const { overlap, seen = '' } = visit.fields;
  try {
    const overlapHours = overlap === undefined ? 0 : Number(overlap || Number.NaN);
    const issued = await visit.call.tillKeys.issue({
      ...{ ...tillOf(visit), overlapHours, replaces: seen === '' ? null : seen },
    });
    return issuedPage(visit, await visit.call.tills.get(tillOf(visit)), issued);
  } catch (error) {
    const { errors, message } = refusalModel(formProblem(error));
    return issuing(visit, errors['overlapHours']?.[0] ?? message);
  }
};

export const revokeKeyPage: PageHandler = async (visit) => {
  const { t, formats, params } = visit;
  const [got, keys] = await both(visit);
  const key = keys.find(({ id }) => id === params['key']);
  if (!key) throw new DomainError('not_found');
  const { lastUsedAt: used } = key;
  return confirmPage({
    title: t('pairing.key.revokeTitle'),
    lead: leadOf(visit, got),
    effects: [
      t('pairing.key.revokeEffect', { prefix: key.prefix }),
      used === null ? t('pairing.key.neverUsed') : t('pairing.key.used', { ago: formats.ago(used, got.now) }),
    ],
    hidden: {},
    submit: t('pairing.key.revoke'),
    cancelHref: hrefOf(visit),
    active: 'stores',
  });
};

export const revokeKeyForm: FormHandler = async (visit) => {
  await visit.call.tillKeys.revoke({ ...tillOf(visit), keyId: visit.params['key'] ?? '' });
  return { redirect: hrefOf(visit), flash: { level: 'success', text: visit.t('pairing.key.revoked') } };
};

async function issuing(visit: Visit, message: string | null): Promise<Shown> {
  const { t, fields } = visit;
  const [got, keys] = await both(visit);
  const current = keys.find(({ isCurrent }) => isCurrent);
  const isRevoked = got.terminal.state === 'revoked';
  const chosen = fields['overlap'] ?? '24';
  const note = isRevoked ? 'afterRevocation' : current ? 'renewal' : 'first';
  const options = overlaps.map((hours) => ({
    ...{ value: String(hours), name: t(`pairing.key.overlaps.${hours}`), isChosen: String(hours) === chosen },
  }));
  return formPage({
    title: t(current ? 'pairing.key.renew' : 'pairing.key.issue'),
    lead: leadOf(visit, got),
    fields: [
      {
        ...{ name: 'what', kind: 'note', label: '' },
        value: t(`pairing.key.${note}`, { prefix: current?.prefix ?? '' }),
      },
      ...(current && !isRevoked
        ? [{ name: 'overlap', kind: 'select', label: t('pairing.key.overlap'), options } as const]
        : []),
    ],
    ...(message !== null && { refusal: { errors: {}, message } }),
    hidden: { seen: current?.id ?? '' },
    submit: t(current ? 'pairing.key.renewDo' : 'pairing.key.issueDo'),
    cancelHref: hrefOf(visit),
    active: 'stores',
  });
}

function issuedPage(visit: Visit, got: Till, { text, publicUrl }: { text: string; publicUrl: string }): Shown {
  const settings = ['[gate]', `base_url = "${publicUrl}"`, `api_key = "${text}"`, 'enabled = true', ''].join('\n');
  return {
    title: visit.t('pairing.key.issuedTitle'),
    lead: leadOf(visit, got),
    template: issuedTemplate,
    active: 'stores',
    model: { text, settings, isOpen: !publicUrl.startsWith('https:'), tillHref: hrefOf(visit) },
  };
}

function both(visit: Visit): Promise<[Till, Keys]> {
  return Promise.all([visit.call.tills.get(tillOf(visit)), visit.call.tillKeys.list(tillOf(visit))]);
}

function leadOf({ t }: Visit, { terminal, store }: Till): string {
  return t('tills.lead', { code: terminal.code, store: store.name });
}

function hrefOf(visit: Visit): string {
  const { company, uuid } = tillOf(visit);
  return `/tills/${company}/${uuid}/`;
}
