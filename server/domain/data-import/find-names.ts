/** Rows that a file names by their code, number or name instead of an id: those of the company, and the hub's own. */

import { type Ctx, fieldsOf, type ModelName } from '../../db/index.ts';
import { delegateOf, hubModels } from '../row-operations/index.ts';

/** Columns by which people name a row of any model, in this order. */
const namingColumns = [
  'code',
  'number',
  'barcode',
  'isoAlpha2',
  'isoAlpha3',
  'uuid',
  'name',
  'lastName',
  'phoneNumber',
];

const isId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const mostRemembered = 20_000;

export interface Named {
  id: string | number;
  /** It is in the trash. */
  isGone: boolean;
}

/** Finds what cells of one column name, and remembers it. */
export class NameFinder {
  private readonly model: ModelName;
  private readonly companyId: number | null;
  private known = new Map<string, readonly Named[]>();

  constructor(model: ModelName, companyId: number | null) {
    this.model = model;
    this.companyId = companyId;
  }

  /** The rows that each text names: none, one, or several with the same name. A code counts before a name. */
  async find(ctx: Ctx, texts: ReadonlySet<string>): Promise<ReadonlyMap<string, readonly Named[]>> {
    if (this.known.size > mostRemembered) this.known = new Map();
    const asked = [...texts].filter((text) => !this.known.has(text));
    if (asked.length > 0) {
      const rows = await this.read(ctx, asked);
      for (const text of asked) this.known.set(text, named(rows, text));
    }
    return this.known;
  }

  /** Rows that were not there may be by now. */
  forgetMissing(): void {
    for (const [text, found] of this.known) if (found.length === 0) this.known.delete(text);
  }

  private async read(ctx: Ctx, texts: readonly string[]): Promise<Candidate[]> {
    const fields = fieldsOf(this.model);
    const columns = namingColumns.filter((name) => fields.has(name));
    const parts = [...new Set(texts.flatMap((text) => [text, ...beginningsOf(text, fields.has('lastName'))]))];
    const numbers = parts.filter((part) => /^\d{1,9}$/.test(part)).map(Number);
    const ids =
      fields.get('id') === 'Int' ? [] : texts.filter((text) => isId.test(text)).map((text) => text.toLowerCase());
    const conditions = [
      ...columns.map((name) => ({ [name]: { in: fields.get(name) === 'Int' ? numbers : parts } })),
      ...(ids.length > 0 ? [{ id: { in: ids } }] : []),
    ];
    const owners = fields.has('companyId') ? ownersOf(this.model, this.companyId) : [{}];
    const rows = await delegateOf(ctx.db.reader, this.model).findMany({
      where: { AND: [{ OR: conditions }, { OR: owners }] },
      select: Object.fromEntries(
        ['id', ...(fields.has('deletedAt') ? ['deletedAt'] : []), ...columns].map((name) => [name, true]),
      ),
    });
    return rows.map((row) => ({
      id: row['id'] as string | number,
      isGone: row['deletedAt'] !== null && row['deletedAt'] !== undefined,
      lastName: typeof row['lastName'] === 'string' ? row['lastName'] : null,
      names: columns.flatMap((name) => (row[name] === null || row[name] === '' ? [] : [String(row[name])])),
    }));
  }
}

function ownersOf(model: ModelName, companyId: number | null): object[] {
  return [{ companyId }, ...(hubModels.has(model) && companyId !== null ? [{ companyId: null }] : [])];
}

interface Candidate extends Named {
  /** Codes before names. */
  names: readonly string[];
  /** Null: it has none, as everything but people. */
  lastName: string | null;
}

/** What a title may begin with: "100 · Milk" with 100, "Mary Ann Lee" with Mary or with Mary Ann. */
function beginningsOf(text: string, isPerson: boolean): string[] {
  const [first = text] = text.split(' · ');
  const words = text.split(' ');
  return [first, ...(isPerson ? words.slice(1).map((_, place) => words.slice(0, place + 1).join(' ')) : [])];
}

function named(rows: readonly Candidate[], text: string): Named[] {
  const id = text.toLowerCase();
  const byId = rows.filter((row) => row.id === id);
  if (byId.length > 0) return byId;
  const whole = rows.flatMap((row) => (row.names.includes(text) ? [{ row, rank: row.names.indexOf(text) }] : []));
  if (whole.length > 0) {
    const best = Math.min(...whole.map(({ rank }) => rank));
    return whole.filter(({ rank }) => rank === best).map(({ row }) => row);
  }
  return rows.filter(({ names, lastName }) =>
    names.some(
      (name) =>
        text === `${name} ${lastName}` ||
        (text.startsWith(`${name} · `) && names.includes(text.slice(name.length + 3))),
    ),
  );
}
