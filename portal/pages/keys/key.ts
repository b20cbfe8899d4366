/** Making, changing, renewing and revoking a key. */
import { addDays, localText } from '../../../server/core/business-day.ts';
import { loadTemplate } from '../../../server/http/templates.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../../visit.ts';
import { refusalOf } from '../companies/words.ts';
import { confirmPage, formPage } from '../shop-forms.ts';
import { keyForm, lastDayOf, type Refusal, settingsOf, type Typed, typedIn } from './form.ts';

const issuedTemplate = loadTemplate(new URL('../../views/keys/issued.hbs', import.meta.url));
const overlaps = [0, 1, 24, 72, 168, 720];
const usualDays = 365;

const companyOf = ({ params }: Visit) => ({ company: params['slug'] ?? '' });
const keyOf = (visit: Visit) => ({ ...companyOf(visit), keyId: visit.params['id'] ?? '' });
const listHref = (visit: Visit) => `/keys/${companyOf(visit).company}/`;

export const newKeyPage: PageHandler = async (visit) => {
  const { company, stores, now } = await visit.call.keys.blank(companyOf(visit));
  const today = localText(now, company.timeZone).slice(0, 10);
  const expires = addDays(today, usualDays);
  const typed = { name: '', actions: [], storeIds: null, expires, origins: '', requests: '' };
  return newForm(visit, { stores, typed });
};

export const newKeyForm: FormHandler = async (visit) => {
  const typed = typedIn(visit);
  const { company, stores } = await visit.call.keys.blank(companyOf(visit));
  try {
    const settings = settingsOf(typed, company.timeZone);
    const issued = await visit.call.keys.create({ ...companyOf(visit), ...settings, actions: [...typed.actions] });
    return issuedPage(visit, { name: typed.name.trim(), ...issued });
  } catch (error) {
    return newForm(visit, { stores, typed, ...refusalOf(error) });
  }
};

type Stores = Parameters<typeof keyForm>[1]['stores'];

function newForm(visit: Visit, form: Refusal & { stores: Stores; typed: Typed }): Shown {
  const { t } = visit;
  const words = { title: t('keys.new.title'), lead: t('keys.new.lead'), submit: t('keys.new.button') };
  return keyForm(visit, { ...words, ...form, backHref: listHref(visit) });
}

export const keyPage: PageHandler = async (visit) => {
  const { company, key, stores } = await visit.call.keys.get(keyOf(visit));
  const { name, actions, origins, requestsPerMinute } = key;
  const typed = {
    ...{
      name,
      actions,
      origins: origins.join('\n'),
      requests: requestsPerMinute === null ? '' : String(requestsPerMinute),
    },
    storeIds: key.stores?.map(({ id }) => id) ?? null,
    expires: lastDayOf(key.expiresAt, company.timeZone),
  };
  return changeForm(visit, { prefix: key.prefix, stores, typed });
};

export const keyFormHandler: FormHandler = async (visit) => {
  const { company, key, stores } = await visit.call.keys.get(keyOf(visit));
  const typed = { ...typedIn(visit), actions: key.actions };
  try {
    await visit.call.keys.change({ ...keyOf(visit), ...settingsOf(typed, company.timeZone) });
  } catch (error) {
    return changeForm(visit, { prefix: key.prefix, stores, typed, ...refusalOf(error) });
  }
  const text = visit.t('keys.change.done', { name: typed.name.trim() });
  return { redirect: listHref(visit), flash: { level: 'success', text } };
};

function changeForm(visit: Visit, { prefix, ...form }: Refusal & { prefix: string; stores: Stores; typed: Typed }) {
  const { t } = visit;
  const words = { title: t('keys.change.title'), lead: `${form.typed.name} (${prefix}…)`, submit: t('words.save') };
  return keyForm(visit, { ...words, ...form, isMade: true, backHref: listHref(visit) });
}

export const rotatePage: PageHandler = async (visit) => rotation(visit, null);

export const rotateForm: FormHandler = async (visit) => {
  const { key } = await visit.call.keys.get(keyOf(visit));
  try {
    const overlapHours = Number(visit.fields['overlap'] || Number.NaN);
    return issuedPage(visit, { name: key.name, ...(await visit.call.keys.rotate({ ...keyOf(visit), overlapHours })) });
  } catch (error) {
    const { errors, message } = refusalOf(error);
    return rotation(visit, errors['overlapHours']?.[0] ?? message);
  }
};

async function rotation(visit: Visit, message: string | null): Promise<Shown> {
  const { t } = visit;
  const { key } = await visit.call.keys.get(keyOf(visit));
  const chosen = visit.fields['overlap'] ?? '24';
  const options = overlaps.map((hours) => ({
    value: String(hours),
    name: t(`keys.rotate.overlaps.${hours}`),
    isChosen: String(hours) === chosen,
  }));
  return formPage({
    title: t('keys.rotate.title'),
    lead: `${key.name} (${key.prefix}…)`,
    fields: [
      { name: 'what', kind: 'note', label: '', value: t('keys.rotate.text') },
      { name: 'overlap', kind: 'select', label: t('keys.rotate.overlap'), hint: t('keys.rotate.hint'), options },
    ],
    ...(message !== null && { refusal: { errors: {}, message } }),
    submit: t('keys.rotate.button'),
    cancelHref: listHref(visit),
    active: 'keys',
  });
}

export const revokePage: PageHandler = async (visit) => {
  const { t } = visit;
  const { key, now } = await visit.call.keys.get(keyOf(visit));
  const { lastUsedAt } = key;
  const isOver = key.state === 'revoked';
  return confirmPage({
    title: t('keys.revoke.title'),
    lead: `${key.name} (${key.prefix}…)`,
    effects: [
      t('keys.revoke.effect'),
      lastUsedAt === null
        ? t('keys.revoke.neverUsed')
        : t('keys.revoke.used', { ago: visit.formats.ago(lastUsedAt, now) }),
    ],
    refused: isOver ? t('keys.revoke.over') : null,
    hidden: {},
    submit: t('keys.revoke.button'),
    cancelHref: listHref(visit),
    active: 'keys',
  });
};

export const revokeForm: FormHandler = async (visit) => {
  const { key } = await visit.call.keys.get(keyOf(visit));
  await visit.call.keys.revoke(keyOf(visit));
  const text = visit.t('keys.revoke.done', { name: key.name });
  return { redirect: listHref(visit), flash: { level: 'success', text } };
};

/** The key itself, in this answer and nowhere else. */
function issuedPage(visit: Visit, { name, text, publicUrl }: { name: string; text: string; publicUrl: string }): Shown {
  const { t } = visit;
  return {
    title: t('keys.issued.title'),
    lead: name,
    template: issuedTemplate,
    active: 'keys',
    model: {
      text,
      example: `curl --header 'Authorization: Bearer ${text}' \\\n  ${publicUrl}/api/v1/me`,
      listHref: listHref(visit),
      isOpen: publicUrl.startsWith('http:') && !/^http:\/\/(localhost|127\.|\[::1\])/.test(publicUrl),
    },
  };
}
