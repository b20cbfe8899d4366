/** A mail: what became of it, what it says, and its link, which staff passes on where the hub sends no mail itself. */

import type { Ctx } from '../../server/db/index.ts';
import { endMail, getMail, revealMailLink, sendMailAgain } from '../../server/domain/mail/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import type { RecordAction } from '../adapter/definition.ts';
import { formatInstant } from '../adapter/display.ts';
import type { DocumentView } from '../components/document-view.ts';
import { sayTo } from '../texts.ts';
import { spoken } from './document-action.ts';
import { aboutPeople, fact, facts, linkTo, raw } from './view-parts.ts';

type Mail = Awaited<ReturnType<typeof getMail>>;

const states: Readonly<Record<Mail['state'], { label: string }>> = {
  waiting: { label: 'waiting' },
  sending: { label: 'being sent' },
  sent: { label: 'sent' },
  'given up': { label: 'given up' },
};

/** @param link a secret one that was asked for just now */
async function mailView(ctx: Ctx, id: string, link: string | null = null): Promise<DocumentView> {
  const mail = await getMail(ctx, id);
  const say = sayTo(ctx);
  return spoken(ctx, {
    title: mail.words?.subject ?? say('Mail: {kind}', { kind: mail.kind }),
    facts: facts(
      fact('To', aboutPeople(ctx, mail.toAddress)),
      fact('State', stateText(ctx, mail), { tone: mail.state === 'given up' ? 'bad' : 'good' }),
      mail.lastError === null ? null : fact('Last error', aboutPeople(ctx, mail.lastError), { tone: 'bad' }),
      mail.state === 'sent' ? null : fact('Attempts', mail.attempts),
      mail.state === 'waiting' ? fact('Next attempt', formatInstant(mail.availableAt, 'UTC')) : null,
      fact('Kind', mail.kind),
      fact('Language', mail.language),
      fact('Written', formatInstant(mail.createdAt, 'UTC')),
      mail.companyId === null
        ? null
        : fact('Company', String(mail.companyId), { href: linkTo('Company', mail.companyId) }),
      linkFact(ctx, mail, link),
    ),
    sections: [],
    raw: [{ ...raw('What it says', textOf(ctx, mail)), isOpen: true }],
    buttons: buttonsOf(mail, link),
  });
}

function stateText(ctx: Ctx, mail: Mail): string {
  const at = mail.sentAt ?? mail.failedAt;
  const state = sayTo(ctx)(states[mail.state].label);
  return at === null ? state : `${state}, ${formatInstant(at, 'UTC')}`;
}

function linkFact(ctx: Ctx, mail: Mail, revealed: string | null) {
  const path = revealed ?? mail.path;
  if (path !== null) return fact('Link', path, { href: path, isFullAddress: true });
  if (mail.erasedAt !== null || mail.secret === 'none') return null;
  const say = sayTo(ctx);
  const isKept = mail.secret === 'kept';
  return fact(
    'Link',
    isKept ? say('kept here; shown when you ask for it, and that is on record') : say('handed over and not kept'),
  );
}

function textOf(ctx: Ctx, { words, mayRead, erasedAt }: Mail): string {
  const say = sayTo(ctx);
  if (!mayRead) return say('What mails say is shown to operators and superusers.');
  if (erasedAt !== null)
    return say('Erased {time}: it is kept for 30 days at most.', { time: formatInstant(erasedAt, 'UTC') });
  if (words === null) return say('The hub has no texts of this kind any more.');
  const quote = words.quote.map((line) => `> ${line}`).join('\n');
  return [words.subject, words.heading, ...words.paragraphs, quote].filter((part) => part !== '').join('\n\n');
}

function buttonsOf(mail: Mail, revealed: string | null): DocumentView['buttons'] {
  if (!mail.mayRead || mail.erasedAt !== null) return [];
  const reveal = {
    action: revealLink.name,
    label: 'Show the link',
    question: 'Whoever has this link can do what it is for. Pass it on to nobody but the receiver. Show it?',
  };
  const again = {
    action: sendAgain.name,
    label: 'Send again',
    question: 'Try to send this mail again, as if it were new?',
  };
  const end = {
    action: stopMail.name,
    label: 'Do not send',
    question: 'Why is it not needed any more? It is never sent, and what it says is erased.',
    asksWhy: true as const,
  };
  return [
    ...(mail.secret === 'kept' && revealed === null ? [reveal] : []),
    ...(mail.state === 'given up' ? [again] : []),
    ...(mail.state === 'given up' || mail.state === 'waiting' ? [end] : []),
  ];
}

export const readMail: RecordAction = {
  name: 'document',
  isRead: true,
  isAllowed: (ctx) => can(ctx, 'hub.see'),
  run: async (ctx, id) => ({ data: await mailView(ctx, id) }),
};

/** Shows the link of a mail; that it was asked for is on record. */
export const revealLink: RecordAction = {
  name: 'revealLink',
  isRead: false,
  isAllowed: (ctx) => can(ctx, 'mail.read'),
  async run(ctx, id) {
    const link = await revealMailLink(ctx, id);
    return { data: await mailView(ctx, id, link) };
  },
};

export const sendAgain: RecordAction = {
  name: 'sendAgain',
  isRead: false,
  isAllowed: (ctx) => can(ctx, 'mail.read'),
  async run(ctx, id) {
    await sendMailAgain(ctx, id);
    return { notice: sayTo(ctx)('It is on its way again.') };
  },
};

/** Ends a mail that nobody needs any more, on its way or given up. */
export const stopMail: RecordAction = {
  name: 'stop',
  isRead: false,
  isAllowed: (ctx) => can(ctx, 'mail.read'),
  async run(ctx, id, reason) {
    await endMail(ctx, { id, reason });
    return { notice: sayTo(ctx)('It is not sent any more.') };
  },
};
