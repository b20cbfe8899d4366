import { isLanguage, languageNames, languages } from '../../../server/core/languages.ts';
import { translatorOf } from '../../../server/core/translate.ts';
import { loadTemplate } from '../../../server/http/templates.ts';
import type { Caller } from '../../trpc/root.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../../visit.ts';
import { zoneChoices } from '../choices.ts';
import { pictureHrefOf } from '../pictures/form.ts';
import { type Refusal, refusalOf } from './form.ts';

const template = loadTemplate(new URL('../../views/accounts/profile.hbs', import.meta.url));

type Got = Awaited<ReturnType<typeof read>>;
type Profile = Awaited<ReturnType<Caller['account']['own']['profile']>>['profile'];
type Typed = Pick<Profile, 'displayName' | 'language' | 'timeZone' | 'theme' | 'notifyByMail'>;

export const profilePage: PageHandler = async (visit) => page(visit, await read(visit), {});

/** Keeps what the person has decided about themselves. */
export const profileForm: FormHandler = async (visit) => {
  const { displayName = '', language = '', timeZone = '', theme = '', notifyByMail } = visit.fields;
  const typed = { displayName, language, timeZone, theme, notifyByMail: notifyByMail === 'yes' };
  try {
    await visit.call.account.own.updateProfile(typed);
  } catch (error) {
    return page(visit, await read(visit), { ...refusalOf(error), typed });
  }
  // The next page speaks the language that was just chosen.
  const t = isLanguage(language) ? translatorOf(language) : visit.t;
  return { redirect: '/accounts/profile/', flash: { level: 'success', text: t('accounts.profile.saved') } };
};

async function read({ call }: Visit) {
  const { own, external } = call.account;
  const { name: service } = await external.offer();
  return { ...(await own.profile()), service, identities: await external.identities() };
}

function page(visit: Visit, got: Got, { typed, ...refusal }: Refusal & { typed?: Typed }): Shown {
  const { t } = visit;
  const { address, isTwoFactorOn } = got;
  const profile = { ...got.profile, ...typed };
  const pictureId = got.profile.pictureId;
  return {
    title: t('accounts.profile.title'),
    template,
    active: 'profile',
    ...(refusal.status !== undefined && { status: refusal.status }),
    model: {
      ...refusal,
      ...profile,
      ...address,
      mayResend: address.asked !== null || (address.email !== null && !address.isConfirmed),
      isTwoFactorOn,
      addIdentity: got.service && t('accounts.external.add', { service: got.service }),
      hasIdentities: got.service !== null || got.identities.length > 0,
      identities: got.identities.map((identity) => identityRow(visit, identity)),
      pictureHref: pictureId && pictureHrefOf(pictureId),
      selects: selectsOf(visit, profile).map((select) => ({ ...select, errors: refusal.errors?.[select.name] })),
    },
  };
}

function identityRow({ t, formats, timeZone }: Visit, identity: Got['identities'][number]) {
  const { issuer, subject, email, lastUsedAt } = identity;
  return {
    name: email || t('accounts.external.unnamed'),
    host: new URL(issuer).host,
    lastUse:
      lastUsedAt === null
        ? t('accounts.external.neverUsed')
        : t('accounts.external.lastUse', { when: formats.instant(lastUsedAt, timeZone) }),
    href: `/accounts/external/unlink/?${new URLSearchParams({ issuer, subject })}`,
  };
}

function selectsOf({ t }: Visit, { language, timeZone, theme }: Typed) {
  const choices = (chosen: string, entries: readonly (readonly [string, string])[]) =>
    entries.map(([value, name]) => ({ value, name, isChosen: value === chosen }));
  const spoken = languages.map((code) => [code, languageNames[code]] as const);
  const themes = [
    ['', t('accounts.profile.themeDevice')],
    ['light', t('accounts.profile.themeLight')],
    ['dark', t('accounts.profile.themeDark')],
  ] as const;
  const zones = zoneChoices(timeZone);
  return [
    {
      name: 'language',
      label: t('accounts.profile.language'),
      choices: choices(language, [['', t('accounts.profile.languageBrowser')], ...spoken]),
    },
    {
      name: 'timeZone',
      label: t('accounts.profile.timeZone'),
      help: t('accounts.profile.timeZoneHelp'),
      choices: [{ value: '', name: t('accounts.profile.timeZoneCompany'), isChosen: timeZone === '' }, ...zones],
    },
    { name: 'theme', label: t('accounts.profile.theme'), choices: choices(theme, themes) },
  ];
}
