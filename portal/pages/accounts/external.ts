/** Signing in by another service, linking it with an account, and unlinking it. */
import { TRPCError } from '@trpc/server';
import { DomainError } from '../../../server/core/errors.ts';
import type { Answer, FormHandler, PageHandler, Visit } from '../../visit.ts';
import { refusedText } from '../companies/words.ts';
import { accountForm, proofField, type Refusal, refusalOf } from './form.ts';
import { notice } from './notice.ts';

const signInHref = '/accounts/login/';
const linkHref = '/accounts/external/link/';
const profileHref = '/accounts/profile/';

/** Sends the visitor to the service. */
export const externalPage: PageHandler = async (visit) => {
  try {
    const { href } = await visit.call.account.external.begin({ next: visit.query.get('next')?.slice(0, 2000) ?? '' });
    return { redirect: href };
  } catch (error) {
    return back(visit, error);
  }
};

/** They come back: linked people are signed in, the others are asked who they are here. */
export const externalReturnPage: PageHandler = async (visit) => {
  try {
    const { outcome, next } = await visit.call.account.external.finish({ search: visit.query.toString() });
    if (outcome === 'unknown') return { redirect: linkHref };
    if (outcome === 'in') return { redirect: visit.ownPath(next, '/dashboard/') };
    return { redirect: next === '' ? `${signInHref}code/` : `${signInHref}code/?next=${encodeURIComponent(next)}` };
  } catch (error) {
    return back(visit, error);
  }
};

/** Whose account it is here: for somebody who is signed in the question whether to link it, else the two ways to an account. */
export const linkPage: PageHandler = (visit) => link(visit, {});

export const linkForm: FormHandler = async (visit) => {
  try {
    await visit.call.account.external.link({ proof: visit.fields['proof'] ?? '' });
  } catch (error) {
    if (codeOf(error) === 'expired') return back(visit, error);
    return link(visit, refusalOf(error));
  }
  return { redirect: profileHref, flash: { level: 'success', text: visit.t('accounts.external.linked') } };
};

async function link(visit: Visit, refusal: Refusal): Promise<Answer> {
  const { t, actor } = visit;
  const pending = await visit.call.account.external.pending();
  if (pending === null) return { redirect: actor.kind === 'user' ? profileHref : signInHref };
  const { service } = pending;
  const who = pending.email === '' ? t('accounts.external.unnamed') : pending.email;
  if (actor.kind !== 'user') {
    const next = `?next=${encodeURIComponent(linkHref)}`;
    return notice({
      title: t('accounts.external.newTitle'),
      sentences: [t('accounts.external.newText', { service, who }), t('accounts.external.newHow')],
      links: [
        { href: `${signInHref}${next}`, text: t('accounts.external.haveAccount') },
        { href: `/accounts/register/${next}`, text: t('accounts.login.register') },
      ],
    });
  }
  return accountForm(visit, {
    title: t('accounts.external.linkTitle', { service }),
    lead: t('accounts.external.linkText', { service }),
    button: t('accounts.external.link'),
    fields: [proofField(visit)],
    facts: [
      { name: t('accounts.external.there', { service }), value: who },
      { name: t('accounts.fields.username'), value: actor.username },
    ],
    backHref: profileHref,
    ...refusal,
  });
}

export const unlinkPage: PageHandler = (visit) => unlinkFormOf(visit, visit.query, {});

export const unlinkForm: FormHandler = async (visit) => {
  const { issuer = '', subject = '', proof = '' } = visit.fields;
  try {
    await visit.call.account.external.unlink({ issuer, subject, proof });
  } catch (error) {
    return unlinkFormOf(visit, new URLSearchParams({ issuer, subject }), refusalOf(error));
  }
  return { redirect: profileHref, flash: { level: 'success', text: visit.t('accounts.external.unlinked') } };
};

async function unlinkFormOf(visit: Visit, asked: URLSearchParams, refusal: Refusal): Promise<Answer> {
  const { t } = visit;
  const identities = await visit.call.account.external.identities();
  const [issuer, subject] = [asked.get('issuer'), asked.get('subject')];
  const found = identities.find((each) => each.issuer === issuer && each.subject === subject);
  if (found === undefined) return { redirect: profileHref };
  if (found.unlinking === 'password' || found.unlinking === 'coming-in') return notYet(visit, found);
  const isProved = found.unlinking === 'nothing';
  return accountForm(visit, {
    title: t('accounts.external.unlinkTitle'),
    lead: t(isProved ? 'accounts.external.unlinkOther' : 'accounts.external.unlinkText'),
    button: t('accounts.external.unlink'),
    isDanger: true,
    facts: [{ name: new URL(found.issuer).host, value: found.email || t('accounts.external.unnamed') }],
    hidden: [
      { name: 'issuer', value: found.issuer },
      { name: 'subject', value: found.subject },
    ],
    fields: isProved ? [] : [proofField(visit)],
    backHref: profileHref,
    ...refusal,
  });
}

type Identity = Awaited<ReturnType<Visit['call']['account']['external']['identities']>>[number];

/** What must come before: another way in. */
async function notYet({ call, t }: Visit, { issuer, subject, unlinking }: Identity): Promise<Answer> {
  const { name: service } = await call.account.external.offer();
  const isOther = unlinking === 'coming-in' && service !== null;
  const here = `/accounts/external/unlink/?${new URLSearchParams({ issuer, subject })}`;
  const comeIn = `/accounts/external/?next=${encodeURIComponent(here)}`;
  return notice({
    title: t('accounts.external.unlinkTitle'),
    sentences: [t(isOther ? 'accounts.external.comeIn' : 'accounts.external.onlyWay')],
    links: [
      ...(isOther ? [{ href: comeIn, text: t('accounts.external.button', { service }) }] : []),
      { href: '/accounts/password/reset/', text: t('accounts.external.choosePassword') },
      { href: profileHref, text: t('accounts.external.backToProfile') },
    ],
    status: 409,
  });
}

/** What went wrong on the way is told where one signs in. */
function back(visit: Visit, error: unknown): Answer {
  const code = codeOf(error);
  if (code === 'not_found') return { redirect: signInHref };
  if (code !== 'unavailable' && code !== 'wrong_credentials') {
    return { redirect: signInHref, flash: { level: 'error', text: refusedText(error, visit) } };
  }
  const key = code === 'unavailable' ? 'accounts.external.away' : 'accounts.external.switchedOff';
  return { redirect: signInHref, flash: { level: 'error', text: visit.t(key) } };
}

function codeOf(error: unknown): string | null {
  const cause = error instanceof TRPCError ? (error.cause ?? error) : error;
  return cause instanceof DomainError ? cause.code : null;
}
