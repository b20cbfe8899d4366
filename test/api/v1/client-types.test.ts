import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { clientTypes, clientTypesFile } from '../../support/client-types.ts';
import { startTestServer } from '../../support/server.ts';

it('the types of the simulator’s client are those of the published document: npm run build:client', async () => {
  await using server = await startTestServer();
  const document = (await (await fetch(`${server.url}/api/v1/openapi.json`)).json()) as object;
  expect(readFileSync(clientTypesFile, 'utf8')).toBe(await clientTypes(document));
});
