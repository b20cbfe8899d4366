import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonFault } from '../../server/core/json-fault.ts';

describe('the place where a text stops being JSON', () => {
  it.each([
    ['{"a": [}', 7],
    ['{"a" 1}', 5],
    ['{"a": 01}', 6],
    ['{"a": tru}', 6],
    ['{"a": 1,}', 8],
    ['[1 2]', 3],
    ['[1]]', 3],
    ['{"a": "x\ny"}', 6],
    ['{"a": ', 6],
    ['', 0],
    ["{'a': 1}", 1],
  ])('of %j is %i', (json, place) => {
    expect(findJsonFault(json)).toBe(place);
  });

  it('is the end for anything that JSON.parse takes, and inside or at the end for what it refuses', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', ']', '"', 'x', ':', '0'), (json, at, extra) => {
        expect(findJsonFault(json)).toBe(json.length);
        const place = at % (json.length + 1);
        const changed = json.slice(0, place) + extra + json.slice(place + 1);
        const fault = findJsonFault(changed);
        expect(fault).toBeLessThanOrEqual(changed.length);
        // What stands before the fault can still become JSON; with a fault inside, the text cannot be JSON.
        if (fault < changed.length) expect(() => JSON.parse(changed)).toThrow();
      }),
      { seed: 7, numRuns: 2000 },
    );
  });
});
