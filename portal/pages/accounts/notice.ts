import { TRPCError } from '@trpc/server';
import { DomainError } from '../../../server/core/errors.ts';
import { loadTemplate } from '../../../server/http/templates.ts';
import type { Shown, Visit } from '../../visit.ts';

const template = loadTemplate(new URL('../../views/accounts/notice.hbs', import.meta.url));

interface Notice {
  title: string;
  sentences: readonly string[];
  links?: readonly { href: string; text: string }[];
  /** Text of a button that sends the page's own form. */
  confirm?: string;
  status?: number;
}

/** A page that says something, and where to go from here. */
export function notice({ title, status, ...model }: Notice): Shown {
  return { title, template, hasHeading: false, model: { title, ...model }, ...(status !== undefined && { status }) };
}

/** Whether a link or a question is over; every other error is thrown again. */
export function isOver(error: unknown): boolean {
  const cause = error instanceof TRPCError ? error.cause : error;
  if (cause instanceof DomainError && cause.code === 'expired') return true;
  throw error;
}

/** What is shown for a link that is no longer one. */
export function linkIsOver({ t }: Visit, again: { href: string; text: string }): Shown {
  return notice({
    title: t('accounts.link.title'),
    sentences: [t('accounts.link.text')],
    links: [again],
    status: 410,
  });
}
