/** Keys of a company's programs. */
import { z } from 'zod';
import type { Ctx } from '../../../db/index.ts';
import {
  changeProgramKey,
  getProgramKey,
  issueProgramKey,
  listProgramKeys,
  revokeProgramKey,
  rotateProgramKey,
} from '../../../domain/access/index.ts';
import { findCompany, requireRight, storeOfBody } from '../../../domain/resources/index.ts';
import { type Operation, operation } from '../../../http/operation.ts';
import { inOurWords } from '../resources/field-names.ts';
import { keyChangesBody, keyFrom, keyJson, keysJson, madeKeyJson, newKeyBody, rotationBody } from './shapes.ts';

const company = z.string().max(96).describe('Slug or id of the company.');
const ofCompany = z.object({ company });
const named = z.object({ company, key: z.string().max(64).describe('Id of the key.') });

const path = '/companies/{company}/keys';
const usual = { tag: 'Keys', callers: ['person'] } as const;
const making = { ...usual, takesIdempotencyKey: true, answersSecret: true } as const;
const made = (description: string) => ({ description, schema: madeKeyJson });

async function storesOf(ctx: Ctx, companyId: number, uuids: readonly string[] | null): Promise<number[] | null> {
  if (uuids === null) return null;
  const found: number[] = [];
  for (const [index, uuid] of uuids.entries()) {
    found.push(await storeOfBody(ctx, { companyId, uuid, action: 'key.manage', path: `store_ids.${index}` }));
  }
  return found;
}

async function keyNamed(ctx: Ctx, { company: slug, key: keyId }: z.output<typeof named>) {
  const { id: companyId } = await findCompany(ctx, slug);
  return { companyId, keyId, key: await getProgramKey(ctx, { companyId, keyId }) };
}

const list = operation({
  ...{
    ...usual,
    id: 'listKeys',
    method: 'GET',
    path,
    params: ofCompany,
    summary: 'List the keys of a company’s programs',
  },
  description: 'Those that work first, then those that ended in the last thirty days.',
  answers: { 200: { description: 'The keys, without their texts.', schema: keysJson } },
  problems: ['not_found', 'forbidden'],
  async handle({ ctx, params }) {
    const { id } = await findCompany(ctx, params.company);
    return { body: { items: (await listProgramKeys(ctx, id)).map(keyFrom) } };
  },
});

const get = operation({
  ...{ ...usual, id: 'getKey', method: 'GET', path: `${path}/{key}`, params: named, summary: 'Read one of the keys' },
  answers: { 200: { description: 'The key, without its text.', schema: keyJson } },
  problems: ['not_found', 'forbidden'],
  handle: async ({ ctx, params }) => ({ body: keyFrom((await keyNamed(ctx, params)).key) }),
});

const create = operation({
  ...{ ...making, id: 'createKey', method: 'POST', path, params: ofCompany, summary: 'Make a key for a program' },
  description:
    'It never may more than you: what you do not hold yourself is `forbidden`. Only people make keys; a lost answer is asked for again with the same `Idempotency-Key` within ten minutes.',
  body: { schema: newKeyBody },
  answers: { 201: made('The key. It is told here and nowhere else.') },
  problems: ['not_found', 'forbidden', 'invalid_input', 'conflict'],
  async handle({ ctx, params, body }) {
    const { id: companyId } = await findCompany(ctx, params.company);
    requireRight(ctx, 'key.manage', { companyId, storeId: null });
    const { store_ids: stores = null, expires_at: expiresAt = null, requests_per_minute: most = null } = body;
    const storeIds = await storesOf(ctx, companyId, stores);
    const { name, actions, origins = [] } = body;
    const wanted = { companyId, name, actions, storeIds, expiresAt, origins, requestsPerMinute: most };
    const { keyId, text } = await inOurWords({}, () => issueProgramKey(ctx, wanted));
    return { status: 201, body: { id: keyId, api_key: text } };
  },
});

const change = operation({
  ...{ ...usual, id: 'changeKey', method: 'PATCH', path: `${path}/{key}`, params: named },
  summary: 'Change what a key is called, where it reaches and for how long',
  description: 'What the body does not say stays as it is. What a key may do never changes: make another one.',
  body: { schema: keyChangesBody },
  answers: { 200: { description: 'The key as it is now.', schema: keyJson } },
  problems: ['not_found', 'forbidden', 'invalid_input'],
  async handle({ ctx, params, body }) {
    const { companyId, keyId, key } = await keyNamed(ctx, params);
    const before = key.stores === null ? null : key.stores.map(({ uuid }) => uuid);
    const { name = key.name, origins = key.origins, store_ids: stores = before } = body;
    const { expires_at: expiresAt = key.expiresAt, requests_per_minute: most = key.requestsPerMinute } = body;
    const storeIds = await storesOf(ctx, companyId, stores);
    const wanted = { companyId, keyId, name, storeIds, expiresAt, origins, requestsPerMinute: most };
    await inOurWords({}, () => changeProgramKey(ctx, wanted));
    return { body: keyFrom(await getProgramKey(ctx, { companyId, keyId })) };
  },
});

const rotate = operation({
  ...{ ...making, id: 'rotateKey', method: 'POST', path: `${path}/{key}/rotate`, params: named },
  summary: 'Make a new key in place of one, with the same settings',
  description:
    'The one before works on for `overlap_hours`. A lost answer is asked for again with the same `Idempotency-Key` within ten minutes.',
  body: { schema: rotationBody, isOptional: true },
  answers: { 201: made('The new key. It is told here and nowhere else.') },
  problems: ['not_found', 'forbidden', 'invalid_input', 'conflict'],
  async handle({ ctx, params, body: { overlap_hours: overlapHours = 0 } }) {
    const { id: companyId } = await findCompany(ctx, params.company);
    const rotation = { companyId, keyId: params.key, overlapHours };
    const { keyId, text } = await inOurWords({}, () => rotateProgramKey(ctx, rotation));
    return { status: 201, body: { id: keyId, api_key: text } };
  },
});

const remove = operation({
  ...{ ...usual, id: 'deleteKey', method: 'DELETE', path: `${path}/{key}`, params: named },
  summary: 'Revoke a key',
  description: 'It ends with the next request, for good. It stays on the list for thirty days.',
  answers: { 204: { description: 'It is revoked.' } },
  problems: ['not_found', 'forbidden'],
  async handle({ ctx, params }) {
    const { id: companyId } = await findCompany(ctx, params.company);
    await revokeProgramKey(ctx, { companyId, keyId: params.key });
    return { status: 204 };
  },
});

export const programKeyOperations: readonly Operation[] = [list, get, create, change, rotate, remove];
