/** The examples of the documentation are what the API is sent and answers. */
import Handlebars from 'handlebars';
import { beforeAll, expect, it } from 'vitest';
import { type Examples, readExamples } from '../../../server/api/v1/docs/examples.ts';
import { withDatabase } from '../../support/database.ts';
import { startTestServer } from '../../support/server.ts';
import { Contract, type Described } from './contract.ts';
import { recordExamples } from './examples/tour.ts';

const test = withDatabase();
let contract: Contract;
let pageOf: (id: string) => Promise<string>;

beforeAll(async () => {
  const server = await startTestServer();
  contract = await Contract.of(server.url);
  pageOf = async (id) => (await fetch(`${server.url}/api/docs/${id}`)).text();
  return () => server[Symbol.asyncDispose]();
});

const good = ({ operation }: Described) => Object.entries(operation.responses).filter(([status]) => status < '300');

/** What went well had no body. */
const isBare = ({ id, operation }: Described) => {
  const status = readExamples()[id]?.status;
  return status !== undefined && operation.responses[String(status)]?.content === undefined;
};

it('every operation has an example of its body, and of an answer when all goes well', () => {
  const without = contract.operations.flatMap((each) => {
    const { id, operation } = each;
    const body = operation.requestBody?.content['application/json'];
    const answers = good(each).flatMap(([, { content = {} }]) => Object.values(content));
    return [
      ...(body && !body.examples ? [`${id}: no body`] : []),
      ...(answers.length > 0 && !isBare(each) && !answers.some(({ examples }) => examples) ? [`${id}: no answer`] : []),
    ];
  });
  expect(without).toEqual([]);
});

it('each is within its schema', () => {
  const wrong = contract.operations.flatMap((each) => {
    const bodies = Object.values(each.operation.requestBody?.content['application/json']?.examples ?? {});
    const answers = good(each).flatMap(([status, { content = {} }]) =>
      Object.entries(content).flatMap(([mediaType, { examples = {} }]) =>
        Object.values(examples).map(({ value }) => ({ status: Number(status), mediaType, body: value })),
      ),
    );
    return [
      ...bodies.filter(({ value }) => !contract.takes(each, value)).map(() => `${each.id}: the body`),
      ...answers.map((answer) => contract.judge(each, answer)).filter((fault) => fault !== null),
    ];
  });
  expect(wrong).toEqual([]);
});

it('they are what a run of the API gives, each time the same: npm run build:examples', async () => {
  const recorded: Examples = await recordExamples(test.db);
  expect(Object.keys(recorded).sort()).toEqual(contract.operations.map(({ id }) => id).sort());
  // As it is written: what JSON leaves out is not there.
  expect(JSON.parse(JSON.stringify(recorded))).toEqual(readExamples());
}, 120_000);

it('all of them are shown on the pages of the documentation', async () => {
  for (const { id, operation } of contract.operations) {
    const page = await pageOf(id);
    const contents = [operation.requestBody, ...Object.values(operation.responses)].flatMap((each) =>
      Object.values(each?.content ?? {}),
    );
    for (const { value } of contents.flatMap(({ examples = {} }) => Object.values(examples))) {
      const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
      expect(page).toContain(Handlebars.escapeExpression(text.trim()));
    }
  }
});
