/** Ids that travel on the wire: UUIDs in lower case with dashes. */
import { createHash } from 'node:crypto';

const canonical = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const anyForm = /^(?:[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;
const numeric = /^[0-9-]*e?[0-9-]*$/;

/** A new random UUID. Never one that reads as a number: a terminal would store it as a float and every later read of that
 *  row would fail (protocol, trap 27). `draw` is replaced in tests only. */
export function newId(draw: () => string = () => crypto.randomUUID()): string {
  for (;;) {
    const id = draw();
    if (!readsAsNumber(id)) return id;
  }
}

/** Whether the id's hex digits are only decimal digits with at most one `e`: what SQLite's numeric affinity may take for
 *  a number (about one random UUID in 700,000). */
export function readsAsNumber(id: string): boolean {
  return numeric.test(id);
}

/** Whether this is a UUID in any form that terminals send: upper or lower case, with or without dashes. Version and
 *  variant are not looked at. */
export function isWireId(value: unknown): value is string {
  return typeof value === 'string' && anyForm.test(value);
}

/** The one stored form of a UUID (lower case, dashes), or null when it is none. */
export function normalizeWireId(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  if (canonical.test(value)) return value;
  if (!anyForm.test(value)) return null;
  const hex = value.replaceAll('-', '').toLowerCase();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The same UUID for the same name, for ever: rows that the hub itself describes in code (its terminal layout) keep their id
 *  from release to release. */
export function stableId(name: string): string {
  for (let round = 0; ; round += 1) {
    const hash = createHash('sha256').update(`gate:${name}:${round}`, 'utf8').digest('hex');
    // Version 8 (made by a rule of one's own) and the RFC's variant.
    const variant = ((Number.parseInt(hash.charAt(16), 16) & 3) | 8).toString(16);
    const hex = `${hash.slice(0, 12)}8${hash.slice(13, 16)}${variant}${hash.slice(17, 32)}`;
    if (!readsAsNumber(hex)) return normalizeWireId(hex) ?? hex;
  }
}
