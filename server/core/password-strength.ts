/** How long a password would withstand guessing, in words. A rough estimate from its own characters alone: it runs in browsers
 *  while somebody types, and on the server after it was sent. What is known as common is the server's business. */

export type PasswordStrength = 'weak' | 'fair' | 'good' | 'strong';

/** Fewer are refused, whatever they are. */
export const minPasswordLength = 10;

const kinds: readonly [RegExp, number][] = [
  [/\p{Nd}/u, 10],
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/ /, 1],
  [/[!-/:-@[-`{-~]/, 32],
  [/[^\u0020-\u007e]/u, 100],
];

const levels: readonly [number, PasswordStrength][] = [
  [80, 'strong'],
  [60, 'good'],
  [45, 'fair'],
];

/** The worst of a short or patterned password, the best of a long and varied one. */
export function passwordStrength(password: string): PasswordStrength {
  const text = password.normalize('NFKC');
  if ([...text].length < minPasswordLength || isPattern(text)) return 'weak';
  const bits = surprises(text) * Math.log2(poolOf(text));
  return levels.find(([least]) => bits >= least)?.[1] ?? 'weak';
}

/** Whether it is a run or a repetition more than anything else: `aaaaaaaaaa`, `1234567890`, `abcabcabcabc`. */
export function isPattern(text: string): boolean {
  const points = pointsOf(text);
  if (new Set(points).size <= 3) return true;
  const even = points.filter((point, at) => isStep(points[at - 1], point)).length;
  return even >= 0.7 * (points.length - 1) || isRepeated(text);
}

/** A short text over and over. */
function isRepeated(text: string): boolean {
  const [, unit = ''] = /^(.{1,5}?)\1+.{0,4}$/su.exec(text) ?? [];
  return unit !== '' && text.length >= 2 * unit.length;
}

/** Characters that do not follow from the one before. */
function surprises(text: string): number {
  const points = pointsOf(text);
  const seen = new Set<number>();
  let count = 0;
  for (const [at, point] of points.entries()) {
    const isNew = !seen.has(point);
    seen.add(point);
    count += isStep(points[at - 1], point) ? 0.3 : isNew ? 1 : 0.8;
  }
  return count;
}

function isStep(before: number | undefined, point: number): boolean {
  return before !== undefined && Math.abs(point - before) <= 1;
}

function poolOf(text: string): number {
  return Math.max(
    2,
    kinds.reduce((sum, [kind, size]) => sum + (kind.test(text) ? size : 0), 0),
  );
}

function pointsOf(text: string): number[] {
  return [...text].map((character) => character.codePointAt(0) ?? 0);
}
