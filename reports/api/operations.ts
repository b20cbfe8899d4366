/** The reports for programs: `/reports`, `/reports/<name>`, with the questions, rights and numbers of the pages. */
import { z } from 'zod';
import { DomainError } from '../../server/core/errors.ts';
import { formatsOf } from '../../server/core/formats.ts';
import type { languages } from '../../server/core/languages.ts';
import type { Actor } from '../../server/core/scope.ts';
import { translatorOf } from '../../server/core/translate.ts';
import type { AppDeps } from '../../server/http/deps.ts';
import { type Call, type Operation, operation } from '../../server/http/operation.ts';
import { speechOf } from '../../server/http/user-context.ts';
import { catalogue } from '../catalogue.ts';
import type { Words } from '../cells.ts';
import { askReport, listReports } from './answer.ts';
import { QuestionLimit } from './limit.ts';
import { listQuestion, reportQuestion } from './question.ts';
import { answerShape, listShape } from './shape.ts';

/** A dashboard asks a few dozen at once; a program that follows them each second is no guest. */
const questionsPerMinute = 240;

const named = z.strictObject({
  name: z.string().meta({ description: 'Of the report.', enum: catalogue.map(({ name }) => name) }),
});

export function reportOperations({ now }: Pick<AppDeps, 'now'>): Operation[] {
  const limit = new QuestionLimit(questionsPerMinute);
  const take = ({ ctx }: Call) => limit.take(callerOf(ctx.actor), now().getTime());
  return [
    operation({
      id: 'listReports',
      method: 'GET',
      path: '/reports',
      tag: 'Reports',
      summary: 'The reports and companies that you may see',
      callers: ['person', 'program'],
      query: listQuestion,
      answers: { 200: { description: 'The list.', schema: listShape } },
      async handle(call) {
        take(call);
        return { body: await listReports(atReports(call), wordsFor(call, call.query.language)) };
      },
    }),
    operation({
      id: 'askReport',
      method: 'GET',
      path: '/reports/{name}',
      tag: 'Reports',
      summary: 'A report over days, stores and filters',
      description:
        'Which filters and options a report knows, `listReports` tells. Lists are `store=A,B` or `store=A&store=B`.',
      callers: ['person', 'program'],
      params: named,
      query: reportQuestion,
      answers: { 200: { description: 'The figures.', schema: answerShape } },
      async handle(call) {
        take(call);
        const { language, ...asked } = call.query;
        const { name } = call.params;
        return { body: await askReport(atReports(call), wordsFor(call, language), { name, asked }) };
      },
    }),
  ];
}

/** Staff looks at reports as at the portal, wherever it asks. */
function atReports({ ctx }: Call): Call['ctx'] {
  const { actor } = ctx;
  if (actor.kind !== 'user' || actor.staffRole === null) return ctx;
  return { ...ctx, door: 'reports', actor: { ...actor, isAtPortal: true } };
}

function callerOf(actor: Actor): string {
  if (actor.kind === 'user') return actor.userId;
  if (actor.kind === 'program') return `program:${actor.keyId}`;
  throw new DomainError('not_signed_in');
}

/** The asked language, or that of the person's profile; programs have none and read English. */
function wordsFor({ res }: Call, language: (typeof languages)[number] | undefined): Words {
  if (language === undefined) return speechOf(res);
  return { t: translatorOf(language), formats: formatsOf(language) };
}
