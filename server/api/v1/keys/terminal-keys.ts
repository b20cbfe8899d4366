/** Keys of one terminal. */
import { z } from 'zod';
import type { Ctx } from '../../../db/index.ts';
import { issueTerminalKey, listTerminalKeys, revokeTerminalKey } from '../../../domain/access/index.ts';
import { findCompany } from '../../../domain/resources/index.ts';
import { type Operation, operation } from '../../../http/operation.ts';
import { inOurWords } from '../resources/field-names.ts';
import { findTerminal, inTerminal } from '../resources/terminals.ts';
import { madeKeyJson, newTerminalKeyBody, terminalKeyFrom, terminalKeysJson } from './shapes.ts';

const path = '/companies/{company}/terminals/{terminal}/keys';
const usual = { tag: 'Keys', callers: ['person'] } as const;

async function numberOf(ctx: Ctx, { company, terminal }: z.output<typeof inTerminal>): Promise<number> {
  const { id: companyId } = await findCompany(ctx, company);
  return (await findTerminal(ctx, companyId, terminal)).id;
}

const list = operation({
  ...{
    ...usual,
    id: 'listTerminalKeys',
    method: 'GET',
    path,
    params: inTerminal,
    summary: 'List the keys of a terminal',
  },
  description: 'Those that work, the current one first.',
  answers: { 200: { description: 'The keys, without their texts.', schema: terminalKeysJson } },
  problems: ['not_found', 'forbidden'],
  async handle({ ctx, params }) {
    const keys = await listTerminalKeys(ctx, { id: await numberOf(ctx, params) });
    return { body: { items: keys.map(terminalKeyFrom) } };
  },
});

const create = operation({
  ...{ ...usual, id: 'createTerminalKey', method: 'POST', path, params: inTerminal },
  summary: 'Make a key for a terminal, in place of the one that it has',
  description:
    'The one before works on for `overlap_hours`. A revoked terminal is let in again, with this key alone. Only people make keys; a lost answer is asked for again with the same `Idempotency-Key` within ten minutes.',
  body: { schema: newTerminalKeyBody, isOptional: true },
  answers: { 201: { description: 'The key. It is told here and nowhere else.', schema: madeKeyJson } },
  takesIdempotencyKey: true,
  answersSecret: true,
  problems: ['not_found', 'forbidden', 'invalid_input', 'stale'],
  async handle({ ctx, params, body: { overlap_hours: overlapHours = 0, replaces } }) {
    const terminalId = await numberOf(ctx, params);
    const wanted = { terminalId, overlapHours, replaces };
    const { keyId, text } = await inOurWords({}, () => issueTerminalKey(ctx, wanted));
    return { status: 201, body: { id: keyId, api_key: text } };
  },
});

const remove = operation({
  ...{ ...usual, id: 'deleteTerminalKey', method: 'DELETE', path: `${path}/{key}` },
  summary: 'Revoke a key of a terminal',
  description: 'It ends with the next request, for good.',
  params: inTerminal.extend({ key: z.string().max(64).describe('Id of the key.') }),
  answers: { 204: { description: 'It is revoked.' } },
  problems: ['not_found', 'forbidden'],
  async handle({ ctx, params }) {
    await revokeTerminalKey(ctx, { terminalId: await numberOf(ctx, params), keyId: params.key });
    return { status: 204 };
  },
});

export const terminalKeyOperations: readonly Operation[] = [list, create, remove];
