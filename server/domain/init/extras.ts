/** Wire fields that only terminals use. They lie in one JSON object per row and are checked on their way out: a value of the
 *  wrong type would make the till drop the whole row without telling anybody (protocol, trap 12). */
import { decimalToText, readDecimal } from '../../core/decimal.ts';
import { isWireId, normalizeWireId } from '../../core/ids.ts';
import { type WireValue, wireDateTime } from './kinds.ts';

type ExtraType = 'int' | 'float' | 'bool' | 'text' | 'uuid' | 'date' | 'datetime' | 'time' | 'dec4' | 'dec2';

/** Names by type, separated by blanks. When nothing (or nonsense) is stored, `name` is sent as null, `name=value` as that
 *  value, and `name~` is left out, so that the till's own default holds. */
export type Extras = Readonly<Partial<Record<ExtraType, string>>>;

type ReadExtras = (stored: Readonly<Record<string, unknown>>) => Readonly<Record<string, WireValue>>;

interface Extra {
  name: string;
  absent: WireValue | undefined;
  read(value: unknown): WireValue;
}

/** What most rows have stored. */
const nothing: Readonly<Record<string, unknown>> = Object.freeze({});

/** A function that reads all extras out of a stored object. Its result must not be changed. */
export function extrasReader(extras: Extras): ReadExtras {
  const all = Object.entries(extras).flatMap(([type, names]) => listExtras(type as ExtraType, names));
  const readAll = (stored: Readonly<Record<string, unknown>>) => {
    const wire: Record<string, WireValue> = {};
    for (const { name, absent, read } of all) {
      const value = stored[name];
      const said = value === undefined || value === null ? absent : (read(value) ?? absent);
      if (said !== undefined) wire[name] = said;
    }
    return wire;
  };
  const ofNothing = readAll(nothing);
  return (stored) => (stored === nothing ? ofNothing : readAll(stored));
}

/** A stored object; anything else counts as an empty one. */
export function parseStored(json: string | null): Readonly<Record<string, unknown>> {
  const value: unknown = json === null || json === '{}' ? nothing : JSON.parse(json);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : nothing;
}

function listExtras(type: ExtraType, names: string): Extra[] {
  return names.split(/\s+/).flatMap((entry) => {
    const [, name = '', mark, absent = ''] = /^(\w+)(?:(=|~)(.*))?$/.exec(entry) ?? [];
    if (name === '') return [];
    const read = type === 'text' && name.endsWith('_id') ? readIdentity : readers[type];
    return [{ name, absent: mark === '~' ? undefined : mark === '=' ? read(absent) : null, read }];
  });
}

const readers: Readonly<Record<ExtraType, (value: unknown) => WireValue>> = {
  int: (value) => readNumber(value, Number.isSafeInteger),
  float: (value) => readNumber(value, Number.isFinite),
  bool: readBool,
  text: readText,
  uuid: normalizeWireId,
  date: (value) => (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) ? value.slice(0, 10) : null),
  datetime: readDateTime,
  time: (value) => (typeof value === 'string' && /^\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?$/.test(value) ? value : null),
  dec4: (value) => readFixed(value, 4),
  dec2: (value) => readFixed(value, 2),
};

function readNumber(value: unknown, isRight: (number: number) => boolean): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && isRight(number) ? number : null;
}

function readBool(value: unknown): boolean | null {
  if (value === true || value === 1 || value === 'true') return true;
  return value === false || value === 0 || value === 'false' ? false : null;
}

/** JSON that was stored as an object travels as text. */
function readText(value: unknown): string | null {
  if (value === '') return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function readIdentity(value: unknown): string | null {
  return isWireId(value) ? null : readText(value);
}

/** A text that names its zone is converted, one without is UTC already. */
function readDateTime(value: unknown): string | null {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(value)) return null;
  const at = new Date(/(Z|[+-]\d{2}:?\d{2})$/i.test(value) ? value : `${value}${value.length > 10 ? 'Z' : ''}`);
  return Number.isNaN(at.getTime()) ? null : wireDateTime(at);
}

function readFixed(value: unknown, places: number): string | null {
  const reading = readDecimal(value, places);
  if (reading.ok) return decimalToText(reading.value, places);
  return reading.problem === 'too_precise' ? decimalToText(reading.rounded, places) : null;
}
