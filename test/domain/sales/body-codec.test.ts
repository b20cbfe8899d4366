import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { currentCodec, packBody, unpackBody } from '../../../server/domain/sales/body-codec.ts';
import { bodyDictionary2 } from '../../../server/domain/sales/body-dictionary.ts';
import { sample } from './support.ts';

describe('stored bodies', () => {
  it('come back byte for byte, a real receipt in less than an eighth of its size', () => {
    const text = JSON.stringify(sample('transaction-push-full').transactions[0]);
    const body = packBody(text);
    expect(unpackBody({ codec: currentCodec, body })).toBe(text);
    expect(body.length).toBeLessThan(text.length / 8);
  });

  it('of the first codec stay readable, of an unknown one say so', () => {
    const body = deflateRawSync('{"a":"ü"}');
    expect(unpackBody({ codec: 1, body })).toBe('{"a":"ü"}');
    expect(() => unpackBody({ codec: 99, body })).toThrow('codec 99');
  });

  it('the dictionary of codec 2 never changes', () => {
    const hash = createHash('sha256').update(bodyDictionary2).digest('hex');
    expect(hash).toBe('94a79a1f83d3770cbf55179a22e19238ee280437a4eac16f69541a73b27fdd77');
  });
});
