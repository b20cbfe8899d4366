/** Types of a till's client, made from the published document alone. */
import openapiTS, { astToString } from 'openapi-typescript';

export const clientTypesFile = new URL('../../server/cli/simulator/gate-client/schema.ts', import.meta.url);

const head = `// biome-ignore-all lint: made by "npm run build:client" from /api/v1/openapi.json
// biome-ignore-all format: made by a program
`;

interface Document {
  paths: Record<string, Record<string, { 'x-callers': readonly string[] }>>;
  components: { schemas: Record<string, unknown> };
}

/** What a till can call; each with what it answers when all goes well and one form for the rest.
 *  @param document as it was fetched */
export async function clientTypes(document: object): Promise<string> {
  const { paths, ...rest } = structuredClone(document) as Document;
  const ofTills = Object.entries(paths).flatMap(([path, methods]) => {
    const own = Object.entries(methods).filter(([, each]) => isForTills(each['x-callers']));
    return own.length > 0 ? [[path, Object.fromEntries(own.map(([method, each]) => [method, briefly(each)]))]] : [];
  });
  const named = Object.fromEntries(ofTills);
  const schemas = used(rest.components.schemas, JSON.stringify(named));
  const tree = await openapiTS({ ...rest, components: { ...rest.components, schemas }, paths: named } as never, {
    alphabetize: true,
  });
  return `${head}${astToString(tree)}`;
}

/** Those that are spoken of, and those that these speak of. */
function used(schemas: Record<string, unknown>, text: string): Record<string, unknown> {
  const found = new Set<string>();
  const collect = (within: string) => {
    for (const [, name = ''] of within.matchAll(/#\/components\/schemas\/([A-Za-z0-9]+)/g)) {
      if (found.has(name)) continue;
      found.add(name);
      collect(JSON.stringify(schemas[name]));
    }
  };
  collect(text);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => found.has(name)));
}

function isForTills(callers: readonly string[]): boolean {
  return callers.length === 0 || callers.includes('device');
}

function briefly<T extends object>(operation: T): T {
  const { responses } = operation as { responses: Record<string, object> };
  const good = Object.entries(responses).filter(([status]) => status < '400');
  const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  return {
    ...operation,
    responses: { ...Object.fromEntries(good), default: { description: 'Refused.', content: problem } },
  };
}
