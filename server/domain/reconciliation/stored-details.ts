/** A judgement's details as the database keeps them: JSON, with exact integers as text. */
import type { Judgement } from './judgement.ts';

export type StoredDetails = Pick<Judgement, 'sentence' | 'figures' | 'numbers' | 'copies' | 'suspects' | 'elsewhere'>;

export function writeDetails({ sentence, figures, numbers, copies, suspects, elsewhere }: Judgement): string {
  const details: StoredDetails = { sentence, figures, numbers, copies, suspects, elsewhere };
  return JSON.stringify(details, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}

/** @returns null for a closure that was never judged */
export function readDetails(text: string): StoredDetails | null {
  const details = JSON.parse(text, (_key, value: unknown) =>
    typeof value === 'string' && /^-?\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
  ) as Partial<StoredDetails>;
  return details.figures ? (details as StoredDetails) : null;
}
