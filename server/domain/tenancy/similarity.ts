/** How alike two texts are, from 0 to 1: twice the characters in common blocks over all characters (Ratcliff and Obershelp).
 *  Quadratic at worst; meant for names and passwords. */
export function similarity(a: string, b: string): number {
  const total = a.length + b.length;
  return total === 0 ? 1 : (2 * matching(a, b)) / total;
}

function matching(a: string, b: string): number {
  const block = longestBlock(a, b);
  if (block.length === 0) return 0;
  const before = matching(a.slice(0, block.inA), b.slice(0, block.inB));
  const after = matching(a.slice(block.inA + block.length), b.slice(block.inB + block.length));
  return before + block.length + after;
}

function longestBlock(a: string, b: string): { inA: number; inB: number; length: number } {
  let best = { inA: 0, inB: 0, length: 0 };
  let previous: number[] = [];
  for (let i = 0; i < a.length; i++) {
    const lengths: number[] = [];
    for (let j = 0; j < b.length; j++) {
      if (a[i] !== b[j]) continue;
      const length = (previous[j - 1] ?? 0) + 1;
      lengths[j] = length;
      if (length > best.length) best = { inA: i - length + 1, inB: j - length + 1, length };
    }
    previous = lengths;
  }
  return best;
}
