/** The till behind a call, with what its documents are judged by: more than a context says of it. */
import type { Response } from 'express';
import type { TerminalIdentity } from '../../domain/stores/index.ts';

export function noteTerminal(res: Response, terminal: TerminalIdentity): void {
  res.locals['terminal'] = terminal;
}

/** Of an operation that only devices may call. */
export function callingTerminal(res: Response): TerminalIdentity {
  const terminal = res.locals['terminal'] as TerminalIdentity | undefined;
  if (!terminal) throw new Error('no device calls');
  return terminal;
}
