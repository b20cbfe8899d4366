/** The procedures over HTTP, called by somebody who writes what no script of ours would. */
import { beforeAll, describe, expect, it } from 'vitest';
import { withShops } from '../portal/shops.ts';
import { goodPassword } from '../support/people.ts';
import { type Answer, Visitor } from '../support/visitor.ts';

const shops = withShops();
let owner: Visitor;
beforeAll(async () => {
  owner = new Visitor(shops.server.url);
  await owner.signIn(shops.grocer.ownerName, goodPassword);
});

const codeOf = ({ body }: Answer) =>
  (JSON.parse(body) as { error: { json: { data: { gateCode: string } } } }).error.json.data.gateCode;
const ask = (input: string) => owner.get(`/trpc/closures.list?input=${encodeURIComponent(input)}`);

describe('a call', () => {
  it.each([
    '{',
    '{"json":{"company":"x"},"meta":{"values":{"company":["bigint"]}}}',
    '{"json":{"company":"x"},"meta":{"values":{"company":[["class","X"]]}}}',
    '{"json":{"company":"x"},"meta":{"values":{"__proto__.x":["Date"]}}}',
    '{"json":{"company":"x"},"meta":{"referentialEqualities":{"company":["__proto__.polluted"]}}}',
  ])('that cannot be read is the caller’s fault: %s', async (input) => {
    const answer = await ask(input);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'malformed_body']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('whose input breaks a rule is told so, and nobody keeps any answer', async () => {
    const wrong = await ask(JSON.stringify({ json: { company: 'x'.repeat(500) } }));
    expect([wrong.status, codeOf(wrong)]).toEqual([400, 'invalid_input']);
    const right = await ask(JSON.stringify({ json: { company: shops.grocer.slug } }));
    expect([right.status, right.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect((await owner.get('/trpc/%E0%A4%A')).status).toBe(400);
  });

  it('that is too large or of another kind has the same code as at every door', async () => {
    const token = await owner.token();
    const post = (body: string, type = 'application/json') =>
      owner.send('POST', '/trpc/layouts.save', { headers: { 'content-type': type, 'x-csrf-token': token }, body });
    expect(codeOf(await post('x'.repeat(300_000)))).toBe('payload_too_large');
    expect(codeOf(await post('a=b', 'application/x-www-form-urlencoded'))).toBe('unsupported_media_type');
    expect(codeOf(await post('{'))).toBe('malformed_body');
  });
});
