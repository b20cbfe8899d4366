import { randomBytes } from 'node:crypto';

/** Words that fixed routes need: a company with one of them as its slug could never be opened. */
const reserved = new Set([
  'create',
  'join',
  'new',
  'edit',
  'delete',
  'invite',
  'invitations',
  'search',
  'export',
  'import',
  'settings',
  'all',
  'none',
  'admin',
  'api',
  'me',
]);

const maxLength = 80;

/** The address part made from a company's first name: accents folded to ASCII, lower case, everything but letters, digits, `_`,
 *  blanks and hyphens dropped, runs of blanks and hyphens one hyphen, none at the ends; `company` when nothing is left; then cut
 *  to 80 characters. The order is that of the old hub. */
export function slugFrom(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\P{ASCII}/gu, '')
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replace(/[-\s]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '');
  return slug === '' ? 'company' : slug.slice(0, maxLength);
}

/** Whether a company may have this slug, leaving aside whether it is taken. */
export function isReservedSlug(slug: string): boolean {
  return reserved.has(slug);
}

/** The slug with six random hex digits, for when the plain one is taken or reserved. */
export function variedSlug(slug: string): string {
  return `${slug}-${randomBytes(3).toString('hex')}`;
}
