/** Who calls the API and with what: the one place where the difference is told. The document, its page and the list of what
 *  secures each operation are made of it. */
import type { CallerKind, Operation } from '../../../http/operation.ts';

export interface WayIn {
  caller: CallerKind;
  /** Name in the document's list of security schemes; null: OpenAPI has no word for it. */
  scheme: string | null;
  /** Reads only. */
  looksOnly?: true;
  name: string;
  sends: string;
  from: string;
  reaches: string;
  lasts: string;
}

export const waysIn: readonly WayIn[] = [
  {
    caller: 'device',
    scheme: 'deviceToken',
    name: 'Device, by token',
    sends: '`Authorization: Bearer <access>`',
    from: '`POST /api/v1/auth/token/` with the device’s key, which pairing gives or the portal shows once',
    reaches: 'its own terminal, store and company: what tills do',
    lasts: 'minutes (`expires_in`); its key until it is rotated or revoked',
  },
  {
    caller: 'device',
    scheme: null,
    name: 'Device, by address',
    sends: 'the terminal’s secret in the address: `/t/<secret>/api/v1/…`',
    from: 'the portal, when a till is registered',
    reaches: 'the same',
    lasts: 'until it is replaced or revoked',
  },
  {
    caller: 'person',
    scheme: 'personToken',
    name: 'Person, by token',
    sends: '`Authorization: Bearer <access>`',
    from: 'sign-in over the API with password and, where it is set up, second factor',
    reaches: 'what the person’s roles allow, in each company they belong to',
    lasts: 'minutes; renewed by a refresh token that is good for one use',
  },
  {
    caller: 'person',
    scheme: 'session',
    looksOnly: true,
    name: 'Person, in the browser',
    sends: 'the session’s cookie; for `GET` alone',
    from: 'signing in at the portal',
    reaches: 'the same, for looking',
    lasts: 'as long as the session',
  },
  {
    caller: 'program',
    scheme: 'companyKey',
    name: 'Program, by key',
    sends: '`Authorization: Bearer <key>`',
    from: 'the company’s “API keys” page in the portal; shown once',
    reaches: 'one company: the permissions and stores that were chosen for the key, and nothing besides',
    lasts: 'until the day that was chosen, or until it is revoked',
  },
];

/** @param cookieName of the session */
export function securitySchemes(cookieName: string): Record<string, object> {
  return {
    deviceToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: describe('deviceToken') },
    personToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: describe('personToken') },
    companyKey: { type: 'http', scheme: 'bearer', description: describe('companyKey') },
    session: { type: 'apiKey', in: 'cookie', name: cookieName, description: describe('session') },
  };
}

/** The ways to call an operation. */
export function waysTo({ callers, method }: Pick<Operation, 'callers' | 'method'>): WayIn[] {
  return waysIn.filter(({ caller, looksOnly }) => callers.includes(caller) && !(looksOnly && method !== 'GET'));
}

/** As Markdown, for the document's own description. */
export function tableOfCallers(): string {
  const rows = waysIn.map(
    ({ name, sends, from, reaches, lasts }) => `| ${[name, sends, from, reaches, lasts].join(' | ')} |`,
  );
  return ['| Who | sends | from | reaches | for |', '|---|---|---|---|---|', ...rows].join('\n');
}

function describe(scheme: string): string {
  const way = waysIn.find((each) => each.scheme === scheme) as WayIn;
  return `${way.name}: ${way.sends}, from ${way.from}. Reaches ${way.reaches}. Lasts ${way.lasts}.`;
}
