import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVault } from '../../server/core/vault.ts';

const secret = 'a secret of enough characters for this';

describe('a vault', () => {
  it('opens what it sealed, whatever the text, and seals it differently each time', () => {
    const vault = createVault(secret);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const sealed = vault.seal(text, 'cashier:1');
        expect(vault.open(sealed, 'cashier:1')).toBe(text);
        expect(vault.seal(text, 'cashier:1')).not.toBe(sealed);
      }),
      { seed: 3, numRuns: 50 },
    );
  });

  it('opens nothing that was moved, changed, cut or sealed with another key', () => {
    const vault = createVault(secret);
    const sealed = vault.seal('1234', 'cashier:1');
    expect(vault.open(sealed, 'cashier:2')).toBeNull();
    expect(createVault(`${secret}!`).open(sealed, 'cashier:1')).toBeNull();
    expect(createVault(secret, 'another purpose').open(sealed, 'cashier:1')).toBeNull();
    for (const wrong of ['', 'v1.', '1234', sealed.slice(0, 20), sealed.slice(0, -2), `v2.${sealed.slice(3)}`]) {
      expect(vault.open(wrong, 'cashier:1')).toBeNull();
    }
    const other = sealed.at(10) === 'A' ? 'B' : 'A';
    expect(vault.open(sealed.slice(0, 10) + other + sealed.slice(11), 'cashier:1')).toBeNull();
  });
});
