/** Keys by which programs and terminals of a company prove who they are. For people alone: a key makes no keys. */
import type { Operation } from '../../../http/operation.ts';
import { programKeyOperations } from './program-keys.ts';
import { terminalKeyOperations } from './terminal-keys.ts';

export function keyOperations(): Operation[] {
  return [...programKeyOperations, ...terminalKeyOperations];
}
