/** A mail: what became of it, what it says, and its link, which staff passes on where the hub sends no mail itself. */

import type { Ctx } from '../../server/db/index.ts';
import { getMail, revealMailLink, sendMailAgain } from '../../server/domain/mail/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import type { RecordAction } from '../adapter/definition.ts';
import { formatInstant } from '../adapter/display.ts';
import type { DocumentView } from '../components/document-view.ts';
import { aboutPeople, fact, facts, linkTo, raw } from './view-parts.ts';

type Mail = Awaited<ReturnType<typeof getMail>>;

const linkSentences = {
  none: null,
  kept: 'kept here; shown when you ask for it, and that is on record',
  'handed over': 'handed over and not kept',
};

/** @param link a secret one that was asked for just now */
async function mailView(ctx: Ctx, id: string, link: string | null = null): Promise<DocumentView> {
  const mail = await getMail(ctx, id);
  return {
    title: mail.words?.subject ?? `Mail: ${mail.kind}`,
    facts: facts(
      fact('To', aboutPeople(ctx, mail.toAddress)),
      fact('State', stateText(mail), { tone: mail.state === 'given up' ? 'bad' : 'good' }),
      mail.lastError === null ? null : fact('Last error', aboutPeople(ctx, mail.lastError), { tone: 'bad' }),
      mail.state === 'sent' ? null : fact('Attempts', mail.attempts),
      mail.state === 'waiting' ? fact('Next attempt', formatInstant(mail.availableAt, 'UTC')) : null,
      fact('Kind', mail.kind),
      fact('Language', mail.language),
      fact('Written', formatInstant(mail.createdAt, 'UTC')),
      mail.companyId === null
        ? null
        : fact('Company', String(mail.companyId), { href: linkTo('Company', mail.companyId) }),
      linkFact(mail, link),
    ),
    sections: [],
    raw: [{ ...raw('What it says', textOf(mail)), isOpen: true }],
    buttons: buttonsOf(mail, link),
  };
}

function stateText(mail: Mail): string {
  const at = mail.sentAt ?? mail.failedAt;
  return at === null ? mail.state : `${mail.state}, ${formatInstant(at, 'UTC')}`;
}

function linkFact(mail: Mail, revealed: string | null) {
  const path = revealed ?? mail.path;
  if (path !== null) return fact('Link', path, { href: path, isFullAddress: true });
  return fact('Link', mail.erasedAt === null ? linkSentences[mail.secret] : null);
}

function textOf({ words, mayRead, erasedAt }: Mail): string {
  if (!mayRead) return 'What mails say is shown to operators and superusers.';
  if (erasedAt !== null) return `Erased ${formatInstant(erasedAt, 'UTC')}: it is kept for 30 days.`;
  if (words === null) return 'The hub has no texts of this kind any more.';
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
  return [
    ...(mail.secret === 'kept' && revealed === null ? [reveal] : []),
    ...(mail.state === 'given up' ? [again] : []),
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
    return { notice: 'It is on its way again.' };
  },
};
