import { loadTemplate } from '../../../server/http/templates.ts';
import type { Caller } from '../../trpc/root.ts';
import type { Answer, FormHandler, PageHandler, Shown, Visit } from '../../visit.ts';
import { qrModel } from '../qr.ts';
import { accountForm, proofField, type Refusal, refusalOf } from './form.ts';

const stateTemplate = loadTemplate(new URL('../../views/accounts/two-factor.hbs', import.meta.url));
const setUpTemplate = loadTemplate(new URL('../../views/accounts/two-factor-set-up.hbs', import.meta.url));
const codesTemplate = loadTemplate(new URL('../../views/accounts/recovery-codes.hbs', import.meta.url));

const stateHref = '/accounts/two-factor/';
const setUpHref = '/accounts/two-factor/set-up/';

type Own = Caller['account']['own'];
type SetUp = NonNullable<Awaited<ReturnType<Own['twoFactor']>>['setUp']>;

/** Whether the second factor is on. */
export const twoFactorPage: PageHandler = async ({ call, t, formats, timeZone }) => {
  const { isOn, since, codesLeft, setUp } = await call.account.own.twoFactor();
  return {
    title: t('accounts.twoFactor.name'),
    lead: t('accounts.twoFactor.lead'),
    template: stateTemplate,
    active: 'profile',
    model: { isOn, codesLeft, isBegun: setUp !== null, since: since && formats.instant(since, timeZone) },
  };
};

export const startPage: PageHandler = async (visit) => startFormOf(visit, {});

/** Makes the secret, before which the person proves who they are. */
export const startForm: FormHandler = async (visit) => {
  try {
    await visit.call.account.own.startTwoFactor({ proof: visit.fields['proof'] ?? '' });
  } catch (error) {
    return startFormOf(visit, refusalOf(error));
  }
  return { redirect: setUpHref };
};

/** The drawing for the phone. */
export const setUpPage: PageHandler = (visit) => setUpOf(visit, {});

/** With the first right code the second factor is on; the answer itself shows the codes for paper, once. */
export const setUpForm: FormHandler = async (visit) => {
  const { code = '' } = visit.fields;
  try {
    return codesPage(visit, await visit.call.account.own.confirmTwoFactor({ code }));
  } catch (error) {
    return setUpOf(visit, { ...refusalOf(error), code });
  }
};

export const offPage: PageHandler = async (visit) => offFormOf(visit, {});

export const offForm: FormHandler = async (visit) => {
  try {
    await visit.call.account.own.stopTwoFactor({ proof: visit.fields['proof'] ?? '' });
  } catch (error) {
    return offFormOf(visit, refusalOf(error));
  }
  return { redirect: stateHref, flash: { level: 'warning', text: visit.t('accounts.twoFactor.isOff') } };
};

export const newCodesPage: PageHandler = async (visit) => newCodesFormOf(visit, {});

export const newCodesForm: FormHandler = async (visit) => {
  try {
    const codes = await visit.call.account.own.replaceRecoveryCodes({ proof: visit.fields['proof'] ?? '' });
    return codesPage(visit, codes);
  } catch (error) {
    return newCodesFormOf(visit, refusalOf(error));
  }
};

async function setUpOf(visit: Visit, refusal: Refusal & { code?: string }): Promise<Answer> {
  const { setUp } = await visit.call.account.own.twoFactor();
  return setUp === null ? { redirect: stateHref } : setUpShown(visit, setUp, refusal);
}

function setUpShown({ t }: Visit, { secret, uri }: SetUp, { status, ...refusal }: Refusal & { code?: string }): Shown {
  return {
    title: t('accounts.twoFactor.setUp'),
    template: setUpTemplate,
    active: 'profile',
    ...(status !== undefined && { status }),
    model: { ...qrModel(uri), secret: secret.replace(/(.{4})(?=.)/g, '$1 '), ...refusal },
  };
}

function codesPage({ t }: Visit, codes: readonly string[]): Shown {
  return {
    title: t('accounts.codes.title'),
    lead: t('accounts.twoFactor.isOn'),
    template: codesTemplate,
    active: 'profile',
    model: { codes: codes.join('\n') },
  };
}

function startFormOf(visit: Visit, refusal: Refusal): Shown {
  const { t } = visit;
  return accountForm(visit, {
    title: t('accounts.twoFactor.switchOn'),
    button: t('accounts.twoFactor.goOn'),
    backHref: stateHref,
    sentences: [t('accounts.twoFactor.startText')],
    fields: [proofField(visit)],
    ...refusal,
  });
}

function offFormOf(visit: Visit, refusal: Refusal): Shown {
  const { t } = visit;
  return accountForm(visit, {
    title: t('accounts.twoFactor.switchOff'),
    button: t('accounts.twoFactor.switchOff'),
    backHref: stateHref,
    isDanger: true,
    sentences: [t('accounts.twoFactor.offWarning')],
    fields: [proofField(visit)],
    ...refusal,
  });
}

function newCodesFormOf(visit: Visit, refusal: Refusal): Shown {
  const { t } = visit;
  return accountForm(visit, {
    title: t('accounts.twoFactor.newCodes'),
    button: t('accounts.twoFactor.newCodes'),
    backHref: stateHref,
    sentences: [t('accounts.codes.replaceText')],
    fields: [proofField(visit)],
    ...refusal,
  });
}
