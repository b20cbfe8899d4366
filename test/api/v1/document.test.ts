/** The document is sound by itself. That answers are what it says, the others hold. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { announceEnd } from '../../../server/api/v1/announce-end.ts';
import { resolved } from '../../../server/api/v1/docs/document.ts';
import { chapters } from '../../../server/api/v1/docs/tags.ts';
import type { SteppedCall } from '../../../server/api/v1/pipeline.ts';
import { closureBody, movementBody, transactionBody } from '../../../server/api/v1/push/document-shapes.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { Contract, type Described, isJson } from './contract.ts';

let server: TestServer;
let contract: Contract;
let text: string;

beforeAll(async () => {
  server = await startTestServer();
  text = await (await fetch(`${server.url}/api/v1/openapi.json`)).text();
  contract = new Contract(JSON.parse(text));
});
afterAll(() => server[Symbol.asyncDispose]());

const hasTag = ({ responses }: Described['operation']) => responses['200']?.headers?.['ETag'] !== undefined;

describe('the document', () => {
  it('is OpenAPI 3.1, and its operations have names of their own', () => {
    expect(contract.document.openapi).toBe('3.1.0');
    const ids = contract.operations.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(10);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z][A-Za-z0-9]*$/.test(id))).toEqual([]);
  });

  it('points nowhere but into itself', () => {
    const pointed = [...text.matchAll(/"\$ref":"#([^"]+)"/g)].map(([, place = '']) => place);
    const missing = pointed.filter((place) => {
      const steps = place.split('/').slice(1);
      return (
        steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], contract.document) ===
        undefined
      );
    });
    expect(missing).toEqual([]);
    expect(text).not.toContain('#/$defs/');
    expect(text.match(/"\$ref":"(?!#)/)).toBeNull();
  });

  it('declares each parameter of a path, and no other', () => {
    const wrong = contract.operations.flatMap(({ id, path, operation }) => {
      const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
      const declared = operation.parameters.filter((each) => each.in === 'path').map(({ name }) => name);
      return [...inPath].sort().join() === declared.sort().join() ? [] : [id];
    });
    expect(wrong).toEqual([]);
  });

  it('says of every parameter what it is for', () => {
    const silent = contract.operations.flatMap(({ id, operation }) =>
      operation.parameters.flatMap(({ name, in: place, description }) =>
        place === 'query' && !description ? [`${id}: ${name}`] : [],
      ),
    );
    expect(silent).toEqual([]);
  });

  it('closes every body but those of documents, of which all is kept: a mistyped name is told', () => {
    const open = contract.operations.flatMap(({ id, operation }) => {
      const schema = operation.requestBody?.content['application/json']?.schema;
      return schema && resolved(contract.document, schema).additionalProperties !== false ? [id] : [];
    });
    const ofDevices = [
      'push',
      'pushTransaction',
      'pushClosure',
      'pushMovement',
      'pushErpSync',
      'pushProduct',
      'pushEvent',
    ];
    expect(open.sort()).toEqual([...ofDevices, 'calculateCampaigns', 'requestPayment'].sort());
  });

  it('declares the headers that an operation looks at', () => {
    const of = (header: string) =>
      contract.operations
        .filter(({ operation }) => operation.parameters.some((each) => each.in === 'header' && each.name === header))
        .map(({ id }) => id);
    const answering = (status: string) =>
      contract.operations.filter(({ operation }) => operation.responses[status] !== undefined).map(({ id }) => id);
    expect(of('If-None-Match')).toEqual(answering('304'));
    expect(of('Last-Event-ID')).toEqual(['streamNotifications']);
    // What has an ETag is changed only by who has read it.
    const tagged = contract.operations.filter(({ method, operation }) => method === 'GET' && hasTag(operation));
    const changing = contract.operations.filter(
      ({ method, path }) => ['PUT', 'PATCH', 'DELETE'].includes(method) && tagged.some((each) => each.path === path),
    );
    expect(changing.length).toBeGreaterThan(10);
    expect(of('If-Match')).toEqual(changing.map(({ id }) => id));
  });

  it('says a sentence on each operation and chapter, and what each answer with a body is', () => {
    const wrong = contract.operations.flatMap(({ id, operation }) => {
      const [tag = ''] = operation.tags;
      const bodiless = Object.entries(operation.responses).flatMap(([status, { content = {} }]) =>
        Object.entries(content).flatMap(([type, { schema }]) =>
          isJson(type) && Object.keys(schema ?? {}).length === 0 ? [`${id} ${status}: any JSON`] : [],
        ),
      );
      return [
        ...(operation.summary.length > 5 ? [] : [`${id}: no summary`]),
        ...(chapters[tag] === undefined ? [`${id}: the chapter ${tag} has no sentence`] : []),
        ...(Object.keys(operation.responses).some((status) => status < '400') ? [] : [`${id}: never goes well`]),
        ...bodiless,
      ];
    });
    expect(wrong).toEqual([]);
  });

  it('holds examples that are what the schemas ask for', () => {
    const wrong: string[] = [];
    for (const each of contract.operations) {
      const examples = each.operation.requestBody?.content['application/json']?.examples ?? {};
      for (const [name, { value }] of Object.entries(examples)) {
        if (!contract.takes(each, value)) wrong.push(`${each.id}: the body ${name}`);
      }
      for (const [status, { content = {} }] of Object.entries(each.operation.responses)) {
        for (const [mediaType, { examples: answers = {} }] of Object.entries(content)) {
          for (const { value } of Object.values(answers)) {
            const fault = contract.judge(each, { status: Number(status), mediaType, body: value });
            if (fault) wrong.push(fault);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('is the same for everybody, is not sent twice, and stands below /api too', async () => {
    const first = await fetch(`${server.url}/api/openapi.json/`);
    const etag = first.headers.get('etag') ?? '';
    expect(await first.text()).toBe(text);
    const again = await fetch(`${server.url}/api/v1/openapi.json`, { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });
});

describe('the pages', () => {
  const page = async (path: string) => {
    const answer = await fetch(`${server.url}${path}`, { headers: { accept: 'text/html' } });
    return { status: answer.status, csp: answer.headers.get('content-security-policy'), html: await answer.text() };
  };

  it('name every operation, and tell of each', async () => {
    const { status, csp, html } = await page('/api/docs');
    expect(status).toBe(200);
    expect(csp).toContain("script-src 'self'");
    for (const { id, method, path, operation } of contract.operations) {
      expect(html).toContain(`href="/api/docs/${id}"`);
      const own = await page(`/api/docs/${id}`);
      expect([id, own.status]).toEqual([id, 200]);
      expect(own.html).toContain(`<code>${path}</code>`);
      expect(own.html).toContain(method);
      expect(own.html).toContain('curl');
      const needed = operation.parameters.filter((each) => each.in === 'header' && each.required);
      for (const { name } of needed) expect(own.html).toContain(`${name}: …`);
    }
    // Nothing is fetched from anywhere else.
    expect(html.match(/(?:src|href)="(?:https?:)?\/\//g)).toBeNull();
  });

  it('find by words, without scripts too', async () => {
    const { html } = await page('/api/docs?q=key+set');
    expect(html).toContain('/api/docs/getKeySet"');
    expect(html).not.toContain('/api/docs/whoAmI"');
    expect((await page('/api/docs?q=nothing-of-this-kind')).html).toContain('No operation has all of these words.');
    expect((await page('/api/docs/noSuchOperation')).status).toBe(404);
  });
});

it('an operation that will end says when, with each answer', async () => {
  const headers = new Map<string, string>();
  const set = (name: string, value: string) => headers.set(name, value);
  const deprecation = {
    since: '2027-01-01T00:00:00Z',
    sunset: '2027-07-01T00:00:00Z',
    link: 'https://example.com/end',
  };
  // Of a call it reads these two alone.
  const call = { res: { set, append: set }, operation: { deprecation } } as unknown as SteppedCall;
  expect(await announceEnd(call, async () => ({ status: 204 }))).toEqual({ status: 204 });
  expect(Object.fromEntries(headers)).toEqual({
    Deprecation: '@1798761600',
    Sunset: 'Thu, 01 Jul 2027 00:00:00 GMT',
    Link: '<https://example.com/end>; rel="sunset"',
  });
});

it('no shape refuses a document that the hub takes and has a person put right', () => {
  const odd = { head: 1, closure: [], vat_summaries: 0, products: [{ id: null }], id: [[]], quantity: {} };
  for (const body of [transactionBody, closureBody, movementBody]) {
    expect(body.safeParse(odd).success).toBe(true);
    expect(body.safeParse([odd]).success).toBe(false);
  }
});
