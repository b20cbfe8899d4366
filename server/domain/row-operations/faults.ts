import { DomainError } from '../../core/errors.ts';
import type { RowFault } from './operations.ts';

/** The faults of judged rows, in their order. */
export function faultsOf(judged: readonly { faults: readonly RowFault[] }[]): RowFault[] {
  return judged.flatMap(({ faults }) => faults);
}

/** Goes on when there are none.
 *  @throws DomainError with the code of the first fault; its sentence where the row as a whole is at fault */
export function throwFaults(faults: readonly RowFault[]): void {
  const [first] = faults;
  if (!first) return;
  const errors = faults.slice(0, 100).map(({ index, column, message }) => ({
    path: column === '' ? `rows.${index}` : `rows.${index}.${column}`,
    message,
  }));
  throw new DomainError(first.code, { errors, faults }, first.column === '' ? first.message : undefined);
}
