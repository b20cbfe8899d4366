import { ConfigError } from '../config.ts';
import { DomainError } from '../core/errors.ts';

/** What went wrong, for the person at the command line. */
export function explain(error: unknown): string {
  if (error instanceof DomainError) {
    const errors = (error.facts.errors ?? []).map(({ path, message }) => `  ${path ? `${path}: ` : ''}${message}`);
    return [error.detail ?? error.code.replaceAll('_', ' '), ...errors].join('\n');
  }
  if (error instanceof ConfigError) return error.message;
  return error instanceof Error ? error.message : String(error);
}
