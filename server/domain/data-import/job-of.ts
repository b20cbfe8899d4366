import { isLanguage } from '../../core/languages.ts';
import type { ModelName } from '../../db/index.ts';
import { columnsFor, type Mapping, operationsFor } from './columns.ts';
import { NameFinder } from './find-names.ts';
import type { Job } from './plan-rows.ts';

interface Kept {
  model: string;
  companyId: number | null;
  mapping: string;
  numberForm: string;
}

/** How a kept file is read. */
export function jobOf({ model, companyId, mapping: kept, numberForm }: Kept): Job {
  const operations = operationsFor(model);
  const mapping = JSON.parse(kept) as Mapping;
  const columns = columnsFor(operations).filter(({ name }) => name in mapping);
  const finders = columns.flatMap(({ name, reference }) =>
    reference === null ? [] : [[name, new NameFinder(reference as ModelName, companyId)] as const],
  );
  return {
    ...{ operations, companyId, columns, mapping },
    numberForm: isLanguage(numberForm) ? numberForm : 'en',
    finders: new Map(finders),
    seen: new Map(),
  };
}
