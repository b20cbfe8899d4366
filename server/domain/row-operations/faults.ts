import { DomainError } from '../../core/errors.ts';
import type { RowFault } from './operations.ts';

/** The faults of judged rows, in their order. */
export function faultsOf(judged: readonly { faults: readonly RowFault[] }[]): RowFault[] {
  return judged.flatMap(({ faults }) => faults);
}

/** Goes on when there are none.
 *  @throws DomainError with the code of the first fault; its sentence where the row as a whole is at fault */
export function throwFaults(faults: readonly RowFault[]): void {
  if (faults[0]) throw faultsError([faults[0], ...faults.slice(1)]);
}

export function faultsError(faults: readonly [RowFault, ...RowFault[]]): DomainError {
  const [first] = faults;
  const errors = faults.slice(0, 100).map(({ index, column, message }) => ({
    path: column === '' ? `rows.${index}` : `rows.${index}.${column}`,
    message,
  }));
  return new DomainError(first.code, { errors, faults }, first.column === '' ? first.message : undefined);
}
