/** Where a text stops being JSON. `JSON.parse` tells it in some messages and not in others, so this looks for itself; it runs
 *  only for texts that were refused. */

const blanks = /[ \t\n\r]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them inside texts
const plain = /[^"\\\u0000-\u001f]*/y;
const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const quote = /"/y;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|true(?!\w)|false(?!\w)|null(?!\w)/y;

/** What may come next: a value, a value or the end of an empty list, a key, a key or the end of an empty object, a colon, or
 *  a comma or an end. */
type Expecting = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | 'end';

/** The offset of the first character that no JSON could have there; the length of the text when it only ends too early. */
export function findJsonFault(json: string): number {
  const open: ('{' | '[')[] = [];
  let expecting: Expecting = 'value';
  let at = 0;
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.test(json);
    if (found) at = pattern.lastIndex;
    return found;
  };
  // Piece by piece: one pattern for all of it would need a stack as deep as the text has escapes.
  const skipText = (): boolean => {
    const start = at;
    if (skip(quote)) {
      do skip(plain);
      while (skip(escaped));
      if (skip(quote)) return true;
    }
    at = start;
    return false;
  };
  for (;;) {
    skip(blanks);
    const character = json[at];
    if (character === undefined) return at;
    const next = step(expecting, { character, open, skip, skipText });
    if (next === null) return at;
    if (typeof next === 'object') at += 1;
    expecting = typeof next === 'object' ? next.expecting : next;
  }
}

interface Place {
  character: string;
  open: ('{' | '[')[];
  skip(pattern: RegExp): boolean;
  /** A text with its quotes, or nothing of it. */
  skipText(): boolean;
}

/** The next expectation: `{ expecting }` when one character was used, a text when `skip` used more, null for a fault. */
function step(
  expecting: Expecting,
  { character, open, skip, skipText }: Place,
): Expecting | { expecting: Expecting } | null {
  const isClosing =
    (expecting === 'value or ]' && character === ']') || (expecting === 'key or }' && character === '}');
  if (isClosing || (expecting === 'end' && character === (open.at(-1) === '{' ? '}' : ']') && open.length > 0)) {
    open.pop();
    return { expecting: 'end' };
  }
  if (expecting === 'end') {
    return character === ',' && open.length > 0 ? { expecting: open.at(-1) === '{' ? 'key' : 'value' } : null;
  }
  if (expecting === ':') return character === ':' ? { expecting: 'value' } : null;
  if (expecting.startsWith('key')) return skipText() ? ':' : null;
  if (character === '{' || character === '[') {
    open.push(character);
    return { expecting: character === '{' ? 'key or }' : 'value or ]' };
  }
  return (character === '"' ? skipText() : skip(scalar)) ? 'end' : null;
}
