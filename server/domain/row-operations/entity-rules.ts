/** Words in which entities are declared. */

import { DomainError } from '../../core/errors.ts';
import type { Vault } from '../../core/vault.ts';
import type { Ctx } from '../../db/index.ts';
import { type Action, can } from '../tenancy/index.ts';
import type { ColumnRule, RowOperations, Values } from './operations.ts';

export const text = (maxLength: number): ColumnRule => ({ isRequired: false, maxLength });
export const needed = (maxLength: number): ColumnRule => ({ isRequired: true, maxLength });
export const free: ColumnRule = { isRequired: false };
export const oneOf = (values: readonly string[]): ColumnRule => ({ isRequired: true, values, initial: values[0] });
export const fixed = (rule: ColumnRule): ColumnRule => ({ ...rule, isFixed: true });

export function allowing(action: Action): RowOperations['isAllowed'] {
  return (ctx, companyId) =>
    companyId === null ? false : companyId === undefined ? can(ctx, action) : can(ctx, action, { companyId });
}

/** What the operations take is checked by them; here values are known by their columns only. */
export const as = <T>(values: Values): T => values as T;

/** Null where there is nothing, as forms say it, for an operation that takes an empty text. */
export function texts(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? '']));
}

/** Only what is said. */
export function saidOf(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => (value ?? '') !== ''));
}

/** @throws unavailable the actor came through a door at which no passwords of tills are chosen */
export function tillVaultOf(ctx: Ctx): Vault {
  if (!ctx.tillVault) throw new DomainError('unavailable', {}, 'No passwords of tills are chosen here.');
  return ctx.tillVault;
}

/** Faults of an operation that names its fields otherwise, by the names of the form. */
export async function renaming<T>(names: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError) || error.facts.errors === undefined) throw error;
    const errors = error.facts.errors.map(({ path, message }) => {
      const name = path.replace(/^(?:\w+\.\d+|devices)\./, '');
      return { path: names[name] ?? name, message };
    });
    throw new DomainError(error.code, { ...error.facts, errors }, error.detail ?? undefined);
  }
}
