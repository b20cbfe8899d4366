/** Errors of the domain name fields as its inputs do; callers know them by the names of the API. */
import { DomainError } from '../../../core/errors.ts';

/** Runs `work`; errors that name fields name them as the API does. */
export async function inOurWords<T>(names: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError) || !error.facts.errors) throw error;
    const errors = error.facts.errors.map(({ path, message }) => ({ path: pathOf(path, names), message }));
    throw new DomainError(error.code, { ...error.facts, errors }, error.detail ?? undefined);
  }
}

/** `rows.0.priceE4` is `price`, `profile.userName` is `user_name`, `places.0.storeId` is `places.0.store_id`. */
function pathOf(path: string, names: Readonly<Record<string, string>>): string {
  return path
    .replace(/^(?:rows\.\d+|profile)\.?/, '')
    .split('.')
    .map((part) => names[part] ?? snakeCase(part))
    .join('.');
}

function snakeCase(name: string): string {
  if (name === 'If-Match') return name;
  return name.replace(/E4$/, '').replace(/[A-Z]|\d+$/g, (found, place: number) => {
    return place === 0 ? found.toLowerCase() : `_${found.toLowerCase()}`;
  });
}
