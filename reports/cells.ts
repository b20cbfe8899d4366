/** Whoever looks at figures. */
import type { Formats } from '../server/core/formats.ts';
import type { Translate } from '../server/core/translate.ts';

/** The language of whoever looks. */
export interface Words {
  t: Translate;
  formats: Formats;
}
