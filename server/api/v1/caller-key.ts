/** The key that a program has shown, for what follows its own settings: how much it may ask for, and from which pages. */
import type { Response } from 'express';
import type { FoundKey } from '../../domain/access/index.ts';

export function noteKey(res: Response, key: FoundKey): void {
  res.locals['apiKey'] = key;
}

/** Null: the caller came without a company's key. */
export function keyOf(res: Response): FoundKey | null {
  return (res.locals['apiKey'] as FoundKey | undefined) ?? null;
}
