/** Damage to a body: what broken, old, foreign or hostile programs send. */

import type { Random } from '../../server/cli/simulator/random.ts';
import type { Json, JsonObject } from './documents.ts';

/** Stands for JSON text that `JSON.stringify` would not write, such as numbers beyond every float. */
const rawMark = '\uE000raw:';

const raw = (text: string): Json => `${rawMark}${text}`;

/** Values of other types, and of the same type but of another world. */
const strangers: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  '',
  ' ',
  'x',
  [],
  {},
  [[]],
  [null],
  { '': '' },
  ...['1e400', '-1e400', '1e-400', '123456789012345678901234567890', '-0', '0.1000000000000000055511151231257827'].map(
    raw,
  ),
  raw('{"__proto__":{"accepted":1},"constructor":null,"toString":1}'),
];

const strangeTexts: readonly string[] = [
  '\u0000',
  'a\u0000b',
  '\u0001\u001f\u007f',
  '\ud800',
  'x\udfffy',
  '\u202etxet',
  '\ufeff',
  '💶'.repeat(300),
  'x'.repeat(70_000),
  "'; DROP TABLE transactions; --",
  '{{constructor}}',
  '../../etc/passwd',
  '__proto__',
];

const strangeAmounts: readonly string[] = [
  '99999999999999999999.0000',
  '922337203685477.5807',
  '922337203685477.5808',
  '-100000000000.0000',
  '1e5',
  '1e400',
  '0x10',
  ' 5 ',
  '5,00',
  '١٢',
  'NaN',
  'Infinity',
  '--1',
  '1.23456789',
  '.5',
  '5.',
  '0'.repeat(5000),
];

const strangeTimes: readonly string[] = [
  '2026-02-30T10:00:00',
  '2026-13-01T10:00:00',
  '0000-00-00T00:00:00',
  '2026-11-20',
  '20/11/2026 10:00',
  '2026-03-29T01:30:00',
  '2026-10-25T01:30:00',
  '9999-12-31T23:59:59.999999',
  '0001-01-01T00:00:00',
  '+012026-11-20T10:00:00',
  '2026-11-20T24:00:00',
  '2026-11-20T10:00:60',
  '2026-11-20T10:00:00Z',
  '2026-11-20T10:00:00+23:59',
  'yesterday',
];

/** An id in other forms, and what is none. */
function strangeIds(id: string): readonly string[] {
  const other = [id.toUpperCase(), id.replaceAll('-', ''), id.replace(/[a-f]/g, '1')];
  return [...other, `{${id}}`, id.slice(0, -1), `${id}0`, 'not-an-id'];
}

const isId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;
const isAmount = /^-?\d+\.\d+$/;
const isTime = /^\d{4}-\d\d-\d\d/;

/** A place in a tree. */
interface Place {
  parent: JsonObject | Json[];
  key: string | number;
}

/** Damages one place of the tree, in place. @returns what was done, for the report */
export function mutate(root: JsonObject, random: Random): string {
  const place = random.pick(placesOf(root));
  const name = String(place.key);
  const value = read(place);
  switch (random.int(0, 7)) {
    case 0:
      remove(place);
      return `${name} removed`;
    case 1:
      return write(place, random.pick(strangers));
    case 2:
      return write(place, random.pick(strangeTexts));
    case 3:
      return write(place, nested(random.pick([5, 40, 300, 5000])));
    case 4:
      if (Array.isArray(value)) {
        value.push(...structuredClone(value));
        return `${name} doubled`;
      }
      return addStranger(place, random);
    default:
      return write(place, random.pick(likeValues(value)));
  }
}

/** Wrong values of the kind that belongs there. */
function likeValues(value: Json): readonly Json[] {
  if (typeof value === 'number') return [-1, 0, 2 ** 31, 2 ** 31 - 1, 1.5, '7', raw('1e30'), raw('1E400')];
  if (typeof value !== 'string') return strangers;
  if (isId.test(value)) return strangeIds(value);
  if (isAmount.test(value)) return strangeAmounts;
  return isTime.test(value) ? strangeTimes : strangeTexts;
}

function placesOf(root: JsonObject): Place[] {
  const places: Place[] = [];
  const visit = (parent: JsonObject | Json[]) => {
    for (const [key, value] of Object.entries(parent)) {
      places.push({ parent, key: Array.isArray(parent) ? Number(key) : key });
      if (typeof value === 'object' && value !== null) visit(value);
    }
  };
  visit(root);
  return places;
}

function read({ parent, key }: Place): Json {
  return (parent as JsonObject)[key] ?? null;
}

function write({ parent, key }: Place, value: Json): string {
  // Values of the pools are shared: another mutation may change what this one puts in.
  (parent as JsonObject)[key] = structuredClone(value);
  return `${key} = ${JSON.stringify(value).slice(0, 60)}`;
}

function remove({ parent, key }: Place): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}

function addStranger({ parent }: Place, random: Random): string {
  const key = random.pick(['unknown', 'status', 'accepted', 'a'.repeat(3000), '\u0000', 'é']);
  if (Array.isArray(parent)) parent.push(random.pick(strangers));
  else parent[key] = random.pick(strangers);
  return `a stranger beside ${Array.isArray(parent) ? 'the rows' : key.slice(0, 20)}`;
}

function nested(depth: number): Json {
  return raw(`${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}`);
}

/** JSON text of a damaged tree. */
export function writeJson(root: Json): string {
  return JSON.stringify(root).replace(/"\uE000raw:((?:[^"\\]|\\.)*)"/g, (_all, text: string) =>
    JSON.parse(`"${text}"`),
  );
}

/** Damages the text itself. */
export function damageText(text: string, random: Random): { bytes: Buffer; what: string } {
  const bytes = Buffer.from(text);
  const at = random.int(0, bytes.length - 1);
  switch (random.int(0, 7)) {
    case 0:
      return { bytes: bytes.subarray(0, at), what: `cut off at ${at}` };
    case 1:
      bytes[at] = random.int(0, 255);
      return { bytes, what: `another byte at ${at}` };
    case 2:
      return { bytes: Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]), what: `byte ${at} is missing` };
    case 3:
      return {
        bytes: Buffer.concat([bytes, Buffer.from(random.pick([']', '}', ',{}', '\u0000', text]))]),
        what: 'a tail',
      };
    case 4:
      return { bytes: Buffer.concat([Buffer.from('\ufeff'), bytes]), what: 'a byte order mark' };
    case 5:
      return { bytes: Buffer.from(text, 'utf16le'), what: 'UTF-16' };
    case 6:
      return { bytes: Buffer.from(text.replaceAll('"', "'")), what: 'single quotes' };
    default: {
      const whole = random.pick(['', ' ', 'null', '[]', '""', '0', '{}', 'undefined', '[{}]', '['.repeat(100_000)]);
      return { bytes: Buffer.from(whole), what: `only ${whole.slice(0, 20)}` };
    }
  }
}
