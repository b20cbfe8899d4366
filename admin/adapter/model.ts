/** What the back office makes of the data model. */

import type { Model, ModelField } from '../../server/domain/listing/index.ts';

/** Names of columns that never leave the database through the back office, whatever a resource says: hashes of secrets,
 *  encrypted values, and every raw body. */
const secret = /Encrypted$|Secret$|^(secret|password|pin)|^body$/i;

/** Columns that tell a person nothing: hashes of bodies, and helpers of unique rules and searches. */
const noise =
  /^bodyHash$|Folded$|^(pendingKey|scopeKey|stockKey|codePrefix|codec|receiptSequenceId|closureSequenceId)$/;

const harmless = new Set(['secretHint', 'secretIssuedAt']);

/** Whether a column is unknown to the back office: not shown, filtered, sorted, searched or exported. */
export function isHidden(field: ModelField): boolean {
  if (harmless.has(field.name)) return false;
  return field.type === 'Bytes' || secret.test(field.name) || noise.test(field.name);
}

/** The model that a foreign key points to, by the relation that uses it. */
export function relationTarget(model: Model, fieldName: string): string | null {
  const relation = model.fields.find(
    (field) =>
      field.kind === 'object' && field.relationFromFields?.length === 1 && field.relationFromFields[0] === fieldName,
  );
  return relation?.type ?? null;
}
