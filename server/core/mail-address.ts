/** Addresses of mail, as far as a hub can judge them without asking anybody. */

/** RFC 5321 4.5.3.1: what any path of mail can carry. */
const maxAddress = 254;
const maxLocalPart = 64;

/** One address and nothing beside it: no list, no name in front, no quoted local part, nothing that a header could take for its
 *  end. Letters of every script may stand in it (RFC 6531). */
const local = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const label = /^[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u;

/** Whether mail can be addressed to this text, taken exactly as it stands. */
export function isMailAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1 || text.length > maxAddress || at > maxLocalPart) return false;
  const labels = text.slice(at + 1).split('.');
  return labels.length >= 2 && labels.every((part) => label.test(part)) && local.test(text.slice(0, at));
}

/** The form in which addresses are compared: two spellings that a reader takes for one belong to one person. */
export function foldMailAddress(text: string): string {
  return text.trim().normalize('NFKC').toLowerCase();
}
