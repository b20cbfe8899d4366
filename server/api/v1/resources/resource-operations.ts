/** The addresses of a resource, made from its declaration. */
import { z } from 'zod';
import { DomainError } from '../../../core/errors.ts';
import type { Ctx } from '../../../db/index.ts';
import {
  findCompany,
  findResource,
  listResource,
  type ResourceSource,
  requireRight,
} from '../../../domain/resources/index.ts';
import { type AnswerShape, type CallerKind, type Operation, operation, type Reply } from '../../../http/operation.ts';
import { askRight } from './ask-right.ts';
import { inOurWords } from './field-names.ts';
import { requireMatch, tagOf } from './if-match.ts';
import { fieldsOf, listQuery, readAsked, select } from './query.ts';
import { described, type Resource, type Within } from './resource.ts';

const callers: readonly CallerKind[] = ['person', 'program'];
const company = z.string().max(96).describe('Slug or id of the company.');

type SourceOf<Row extends { id: string | number }> = (companyId: number) => ResourceSource<Row>;

const ofPages =
  'A page may hold fewer rows than asked for; `next` alone says whether there are more. An order that no index has is for filters that leave few thousand rows.';

interface Place {
  company?: string;
}

/** A resource with what is derived from its declaration. */
class Addresses<Row extends { id: string | number }, Item extends z.ZodObject, Detail extends z.ZodType> {
  readonly #of: Resource<Row, Item, Detail>;
  readonly #source: SourceOf<Row>;
  readonly #path: string;
  readonly #isTop: boolean;

  constructor(source: SourceOf<Row>, declared: Resource<Row, Item, Detail>) {
    this.#of = declared;
    this.#source = source;
    this.#isTop = declared.path === '';
    this.#path = `/companies${this.#isTop ? '' : `/{company}/${declared.path}`}`;
  }

  operations(): Operation[] {
    const { create, change, remove, acts = [] } = this.#of;
    return [
      this.#list(),
      this.#get(),
      ...(create ? [this.#create(create)] : []),
      ...(change ? [this.#change(change)] : []),
      ...(remove ? [this.#remove(remove)] : []),
      ...acts.map((act) => this.#act(act)),
    ];
  }

  #list(): Operation {
    const { one, many, tag, words, description, item, instead } = this.#of;
    const page = z
      .object({
        items: z.array(this.#chosen()),
        next: z.string().nullable().describe('`cursor` of the next page; null: this is the last one.'),
      })
      .meta({ id: `${one}Page` });
    return operation({
      id: `list${many}`,
      method: 'GET',
      path: this.#path,
      tag,
      summary: `List ${words.many}`,
      ...described(instead?.ofList, description, ofPages),
      callers,
      ...(!this.#isTop && { params: z.object({ company }) }),
      query: listQuery({ ...this.#of, item }),
      answers: { 200: { description: `A page of ${words.many}.`, schema: page } },
      problems: ['not_found', 'forbidden', 'invalid_input'],
      handle: async ({ ctx, params, query }) => ({ body: await this.#page(ctx, params as Place, query) }),
    });
  }

  async #page(ctx: Ctx, place: Place | undefined, query: Record<string, unknown>) {
    const within = await this.#within(ctx, place);
    const source = this.#source(within.companyId);
    source.reach(ctx);
    const { fields, ...asked } = await readAsked(query, this.#of, within);
    const { rows, next } = await listResource(ctx, source, asked);
    return { items: rows.map((row) => select(this.#of.show(row), fields)), next };
  }

  #get(): Operation {
    const { one, tag, words, detail, item, instead } = this.#of;
    const answer = this.#answer(detail ? detail.schema : this.#chosen(), `The ${words.one}.`);
    return operation({
      id: `get${one}`,
      method: 'GET',
      path: `${this.#path}/{${this.#key()}}`,
      tag,
      summary: `Read one of the ${words.many}`,
      ...described(instead?.ofOne),
      callers,
      params: this.#named(),
      ...(!detail && { query: z.strictObject({ fields: fieldsOf(item) }) }),
      answers: { 200: answer },
      problems: ['not_found', 'forbidden'],
      handle: async ({ ctx, params, query }) => {
        const { within, row } = await this.#find(ctx, params);
        if (detail) return { body: await detail.show(within, row), headers: this.#headers(row) };
        const { fields } = (query ?? {}) as { fields?: readonly string[] };
        return { body: select(this.#of.show(row), fields), headers: this.#headers(row) };
      },
    });
  }

  #create({ body, run, right, isOfStore, ...declared }: NonNullable<Resource<Row, Item, Detail>['create']>): Operation {
    const { one, tag, words, item } = this.#of;
    return operation({
      id: `create${one}`,
      method: 'POST',
      path: this.#path,
      tag,
      callers,
      ...declared,
      takesIdempotencyKey: true,
      ...(!this.#isTop && { params: z.object({ company }) }),
      body: { schema: body },
      answers: {
        201: this.#answer(item, `The new ${words.one}.`, { Location: 'Its address.' }),
      },
      problems: ['not_found', 'forbidden', 'invalid_input', 'already_exists', 'conflict'],
      handle: async ({ ctx, params, body: said }) => {
        const within = await this.#within(ctx, params as Place);
        // The answer shows the row, so who may not see it is told so before anything is written.
        const source = this.#source(within.companyId);
        source.reach(ctx);
        if (right) requireRight(ctx, right, { ...within, storeId: isOfStore ? undefined : null });
        const made = await inOurWords(this.#of.fieldNames ?? {}, () => run(within, said));
        // Whoever made it sees it, also where their rights of a moment ago did not reach it yet: their own new company.
        const [row] = await source.read(ctx, [made]);
        if (!row) throw new DomainError('not_found');
        const shown = this.#of.show(row);
        const address = this.#address(params as Place, String((shown as { id: unknown }).id));
        return { status: 201, body: shown, headers: { ...this.#headers(row), Location: address } };
      },
    });
  }

  #change({ body, run, right, storeOf, ...declared }: NonNullable<Resource<Row, Item, Detail>['change']>): Operation {
    const { one, tag, words, item } = this.#of;
    return operation({
      id: `change${one}`,
      method: 'PATCH',
      path: `${this.#path}/{${this.#key()}}`,
      tag,
      callers,
      ...declared,
      description: [declared.description, 'What the body does not say stays as it is.'].filter(Boolean).join(' '),
      params: this.#named(),
      ...this.#matched(),
      body: { schema: body },
      answers: {
        200: this.#answer(item, `The ${words.one} as it is now.`),
        204: { description: 'It was changed, and you do not see it any more.' },
      },
      problems: ['not_found', 'forbidden', 'invalid_input', 'stale', 'already_exists', 'conflict'],
      handle: async ({ req, ctx, params, body: said }) => {
        const { within, row } = await this.#find(ctx, params);
        askRight(within, row, { right, storeOf });
        if (this.#of.versionOf) requireMatch(req, this.#of.versionOf(row));
        await inOurWords(this.#of.fieldNames ?? {}, () => run({ ...within, row }, said));
        return this.#changed(within, row);
      },
    });
  }

  async #changed({ ctx, companyId }: Within, before: Row): Promise<Reply> {
    const named = [{ is: 'equal', column: 'id', value: before.id }] as const;
    const row = await findResource(ctx, this.#source(companyId), named).catch(nothingWhenGone);
    return row ? { body: this.#of.show(row), headers: this.#headers(row) } : { status: 204 };
  }

  #remove({ run, right, storeOf, ...declared }: NonNullable<Resource<Row, Item, Detail>['remove']>): Operation {
    const { one, tag } = this.#of;
    return operation({
      id: `delete${one}`,
      method: 'DELETE',
      path: `${this.#path}/{${this.#key()}}`,
      tag,
      callers,
      ...declared,
      params: this.#named(),
      ...this.#matched(),
      answers: { 204: { description: 'It is gone.' } },
      problems: ['not_found', 'forbidden', 'invalid_input', 'stale', 'conflict'],
      handle: async ({ req, ctx, params }) => {
        const { within, row } = await this.#find(ctx, params);
        askRight(within, row, { right, storeOf });
        if (this.#of.versionOf) requireMatch(req, this.#of.versionOf(row));
        await inOurWords(this.#of.fieldNames ?? {}, () => run({ ...within, row }));
        return { status: 204 };
      },
    });
  }

  #act({
    run,
    path,
    right,
    storeOf,
    ...declared
  }: NonNullable<Resource<Row, Item, Detail>['acts']>[number]): Operation {
    const { tag, words, item } = this.#of;
    return operation({
      ...{ method: 'POST', path: `${this.#path}/{${this.#key()}}/${path}`, tag, callers },
      ...declared,
      takesIdempotencyKey: true,
      params: this.#named(),
      answers: {
        200: this.#answer(item, `The ${words.one} as it is now.`),
        204: { description: `It was done, and is none of the ${words.many} any more.` },
      },
      problems: ['not_found', 'forbidden', 'stale', 'conflict'],
      handle: async ({ ctx, params }) => {
        const { within, row } = await this.#find(ctx, params);
        askRight(within, row, { right, storeOf });
        await run({ ...within, row });
        return this.#changed(within, row);
      },
    });
  }

  /** Fields may be left out when only some are asked for. */
  #chosen() {
    const { item, one } = this.#of;
    return item
      .partial()
      .required({ id: true } as never)
      .meta({ id: `${one}Fields` });
  }

  #answer(schema: z.ZodType, description: string, headers: Readonly<Record<string, string>> = {}): AnswerShape {
    const tag = this.#of.versionOf && { ETag: 'What a change sends as If-Match.' };
    return { description, schema, headers: { ...headers, ...tag } };
  }

  #headers(row: Row): Record<string, string> {
    return this.#of.versionOf ? { ETag: tagOf(this.#of.versionOf(row)) } : {};
  }

  #matched(): Pick<Operation, 'needsIfMatch'> {
    return this.#of.versionOf ? { needsIfMatch: true } : {};
  }

  /** Name of the parameter that names a row. */
  #key(): string {
    const { one } = this.#of;
    return `${one.charAt(0).toLowerCase()}${one.slice(1)}`;
  }

  #named() {
    const key = { [this.#key()]: z.string().max(96).describe(this.#of.namedBy) };
    return z.object(this.#isTop ? key : { company, ...key });
  }

  #address(place: Place | undefined, id: string): string {
    const list = this.#path.replace('{company}', encodeURIComponent(place?.company ?? ''));
    return `/api/v1${list}/${id}`;
  }

  async #within(ctx: Ctx, place: Place | undefined): Promise<Within> {
    if (this.#isTop) return { ctx, companyId: 0 };
    return { ctx, companyId: (await findCompany(ctx, place?.company ?? '')).id };
  }

  async #find(ctx: Ctx, params: Readonly<Record<string, string>>): Promise<{ within: Within; row: Row }> {
    const within = await this.#within(ctx, params);
    const source = this.#source(within.companyId);
    // Who sees nothing of the kind is told so, whatever the address names.
    source.reach(ctx);
    const named = this.#of.named(params[this.#key()] ?? '');
    if (named === null) throw new DomainError('not_found');
    return { within, row: await findResource(ctx, source, named) };
  }
}

/** Every address of a resource: the list, one row, and adding, changing and deleting as far as it declares them.
 *  @param source its rows, in a company */
export function resourceOperations<
  Row extends { id: string | number },
  Item extends z.ZodObject,
  Detail extends z.ZodType = z.ZodType,
>(source: SourceOf<Row>, declared: Resource<NoInfer<Row>, Item, Detail>): Operation[] {
  return new Addresses(source, declared).operations();
}

function nothingWhenGone(error: unknown): null {
  if (error instanceof DomainError && (error.code === 'not_found' || error.code === 'forbidden')) return null;
  throw error;
}
