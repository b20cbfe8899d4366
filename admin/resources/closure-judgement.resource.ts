import { defineResource } from '../adapter/definition.ts';

/** The same closures by their verdicts, the worst first; a verdict's page is that of its closure. */
export const closureJudgement = defineResource({
  model: 'ClosureJudgement',
  label: 'Verdicts on closures',
  group: 'Sales',
  title: ['closureId', 'verdict'],
  search: ['verdict', 'rule'],
  list: ['closureId', 'companyId', 'storeId', 'terminalId', 'verdict', 'rule', 'worstE4', 'missing'],
  filters: ['companyId', 'storeId', 'terminalId', 'verdict', 'rule', 'number', 'worstE4'],
  sort: { by: 'rank', direction: 'desc' },
  references: { closureId: 'Closure' },
  values: {
    verdict: ['matched', 'explained', 'unexplained'],
    rule: ['cancelled-never-sent', 'documents-outstanding', 'numbers-skipped', 'numbers-reused'],
  },
  labels: { number: 'Period', worstE4: 'Largest difference', dueSince: 'To be judged from', doubled: 'Numbers twice' },
  hidden: ['details'],
});
