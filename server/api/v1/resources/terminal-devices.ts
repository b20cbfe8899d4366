/** What hangs on a terminal: printers, scale, display, scanner, the server in the shop. */
import type { Request } from 'express';
import { z } from 'zod';
import { DomainError } from '../../../core/errors.ts';
import type { Ctx } from '../../../db/index.ts';
import { findCompany, requireRight } from '../../../domain/resources/index.ts';
import { type DeviceName, deviceNames, getTerminalLife, updateTerminal } from '../../../domain/stores/index.ts';
import { type CallerKind, type Operation, operation } from '../../../http/operation.ts';
import { requireMatch, tagOf } from './if-match.ts';
import { findTerminal, inTerminal } from './terminals.ts';
import { text } from './values.ts';

const port = z.int().min(1).max(65_535).nullable();
const special = {
  ...{ backend_port1: port, backend_port2: port },
  force_to_work_online: z.boolean().nullable(),
} as const;
const line = text(20).nullable();
const shape = Object.fromEntries(
  deviceNames.map((name) => [name, name in special ? special[name as keyof typeof special] : line]),
) as Record<DeviceName, typeof line | typeof port | typeof special.force_to_work_online>;

const shown = z
  .object(shape)
  .meta({ id: 'TerminalDevices', description: 'Null: as it was set up at the terminal itself.' });
const body = z.strictObject(shape).partial().meta({ id: 'NewTerminalDevices' });

type Settings = z.output<typeof shown>;

const callers: readonly CallerKind[] = ['person', 'program'];
const described = 'The ETag is that of the devices or of the terminal.';
const here = {
  path: '/companies/{company}/terminals/{terminal}/devices',
  tag: 'Terminals',
  callers,
  params: inTerminal,
};
const answer = { schema: shown, headers: { ETag: 'What a change sends as If-Match.' } };

/** As forms write them: what hangs on a terminal is typed by people, too. */
function typedFrom(settings: Partial<Settings>): Record<DeviceName, string> {
  const typed = (value: unknown) => (value === true ? 'yes' : value === false ? 'no' : String(value ?? ''));
  return Object.fromEntries(deviceNames.map((name) => [name, typed(settings[name])])) as Record<DeviceName, string>;
}

function settingsFrom(typed: Readonly<Record<DeviceName, string>>): Settings {
  const settingOf = (name: DeviceName) => {
    const said = typed[name];
    if (said === '') return null;
    if (name === 'force_to_work_online') return said === 'yes';
    return name in special ? Number(said) : said;
  };
  return Object.fromEntries(deviceNames.map((name) => [name, settingOf(name)])) as Settings;
}

interface Named {
  company: string;
  terminal: string;
}

async function read(ctx: Ctx, named: Named) {
  const { id: companyId } = await findCompany(ctx, named.company);
  const { uuid, version } = await findTerminal(ctx, companyId, named.terminal);
  const { devices } = await getTerminalLife(ctx, { companyId, uuid });
  return { body: settingsFrom(devices), headers: { ETag: tagOf(version) } };
}

async function write({ ctx, req, params }: { ctx: Ctx; req: Request; params: Named }, said: Partial<Settings>) {
  const { id: companyId } = await findCompany(ctx, params.company);
  const { id: terminalId, version, storeId } = await findTerminal(ctx, companyId, params.terminal);
  requireRight(ctx, 'terminal.manage', { companyId, storeId });
  requireMatch(req, version);
  await updateTerminal(ctx, { terminalId, seen: version, devices: typedFrom(said) }).catch(inOwnWords);
}

function inOwnWords(error: unknown): never {
  if (!(error instanceof DomainError) || !error.facts.errors) throw error;
  const errors = error.facts.errors.map(({ path, message }) => ({ path: path.replace(/^devices\./, ''), message }));
  throw new DomainError(error.code, { ...error.facts, errors }, error.detail ?? undefined);
}

export function terminalDeviceOperations(): Operation[] {
  return [
    operation({
      ...{ ...here, id: 'getTerminalDevices', method: 'GET', summary: 'What hangs on a terminal' },
      answers: { 200: { ...answer, description: 'Its devices.' } },
      problems: ['not_found', 'forbidden'],
      handle: ({ ctx, params }) => read(ctx, params),
    }),
    operation({
      ...{ ...here, id: 'putTerminalDevices', method: 'PUT', summary: 'Say what hangs on a terminal' },
      description: `All of it: what the body does not say is as it was set up at the terminal. ${described}`,
      needsIfMatch: true,
      body: { schema: body },
      answers: { 200: { ...answer, description: 'Its devices as they are now.' } },
      problems: ['not_found', 'forbidden', 'invalid_input', 'stale'],
      async handle({ ctx, req, params, body: said }) {
        await write({ ctx, req, params }, said as Partial<Settings>);
        return read(ctx, params);
      },
    }),
    operation({
      ...{ ...here, id: 'deleteTerminalDevices', method: 'DELETE', summary: 'Take back what was said of its devices' },
      description: `All of them are as they were set up at the terminal. ${described}`,
      needsIfMatch: true,
      answers: { 204: { description: 'It is taken back.' } },
      problems: ['not_found', 'forbidden', 'invalid_input', 'stale'],
      async handle({ ctx, req, params }) {
        await write({ ctx, req, params }, {});
        return { status: 204 };
      },
    }),
  ];
}
