import { loadTemplate } from '../../../server/http/templates.ts';
import type { Answer, FormHandler, PageHandler, Visit } from '../../visit.ts';
import { deviceOf } from './device.ts';

const listTemplate = loadTemplate(new URL('../../views/accounts/sessions.hbs', import.meta.url));
const endTemplate = loadTemplate(new URL('../../views/accounts/sessions-end.hbs', import.meta.url));

const sessionsHref = '/accounts/sessions/';

/** Where the person is signed in. */
export const sessionsPage: PageHandler = async (visit) => {
  const { t, formats, timeZone } = visit;
  const { sessions, now } = await visit.call.account.own.sessions();
  return {
    title: t('accounts.sessions.title'),
    template: listTemplate,
    active: 'profile',
    model: {
      hasOthers: sessions.length > 1,
      rows: sessions.map(({ reference, agent, door, deviceName, address, createdAt, lastSeenAt, isCurrent }) => ({
        reference,
        isCurrent,
        device: deviceName || deviceText(visit, agent),
        isProgram: door === 'api',
        address: address || '–',
        begun: formats.instant(createdAt, timeZone),
        lastUse: isCurrent ? t('words.justNow') : formats.ago(lastSeenAt, now),
      })),
    },
  };
};

/** Ends one session; one's own, too. */
export const endSessionForm: FormHandler = async (visit) => {
  const ended = await visit.call.account.own.endSession({ reference: visit.fields['session'] ?? '' });
  return ended.isCurrent ? signedOut(visit) : back(visit, visit.t('accounts.sessions.ended'));
};

/** What ending the others, or all, would do. */
export const endSessionsPage: PageHandler = async (visit) => {
  const { sessions } = await visit.call.account.own.sessions();
  const others = sessions.filter(({ isCurrent }) => !isCurrent).length;
  return { title: visit.t('accounts.sessions.endAll'), template: endTemplate, active: 'profile', model: { others } };
};

export const endSessionsForm: FormHandler = async (visit) => {
  if (visit.fields['what'] === 'all') {
    await visit.call.account.own.signOutEverywhere();
    return signedOut(visit);
  }
  const count = await visit.call.account.own.endOtherSessions();
  return back(visit, visit.t('accounts.sessions.endedOthers', { count }));
};

function deviceText({ t }: Visit, agent: string): string {
  const { browser, system } = deviceOf(agent);
  if (browser && system) return t('accounts.sessions.on', { browser, system });
  return browser ?? system ?? t('accounts.sessions.unknown');
}

function signedOut({ t }: Visit): Answer {
  return { redirect: '/accounts/login/', flash: { level: 'success', text: t('accounts.login.out') } };
}

function back(_visit: Visit, text: string): Answer {
  return { redirect: sessionsHref, flash: { level: 'success', text } };
}
