import { Command } from 'commander';
import { type VerifyResult, verify } from '../domain/verification/index.ts';
import { withHub } from './hub.ts';

/** `gate verify` */
export function verifyCommand(): Command {
  return new Command('verify')
    .summary('prove the hub against itself')
    .description(
      'Recomputes every rollup, stock level and balance from the documents, re-reads the stored bodies and the audit chains, in one ' +
        'snapshot, also beside a running hub. Changes nothing. Ends with status 1 when anything disagrees.',
    )
    .option('--json', 'print the result as JSON, for programs')
    .option('--all-values', 'compare the values of every stored body, however long it takes')
    .addHelpText(
      'after',
      '\nExamples:\n  npm run gate -- verify\n  npm run --silent gate -- verify --json | jq .differences',
    )
    .action(async ({ json, allValues }: { json?: true; allValues?: true }) => {
      const options = allValues ? { valuesWithinMs: Number.POSITIVE_INFINITY } : {};
      const result = await withHub('verify', (ctx) => verify(ctx, options));
      console.log(json ? resultText(result) : report(result));
      if (!result.ok) process.exitCode = 1;
    });
}

/** The result as JSON; counts that outgrow a number become text. */
function resultText(result: VerifyResult): string {
  return JSON.stringify(result, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value), 2);
}

function report(result: VerifyResult): string {
  const { checked, terminals, differences, unreported } = result;
  const lines = terminals.map(
    (figures) =>
      `${figures.officeCode} ${figures.storeCode} ${figures.terminalCode}: ${figures.documents} documents ` +
      `(${figures.cancelled} cancelled), ${figures.grossTotal}, ${figures.closures} closures`,
  );
  const told = differences.map((difference) => `  ${JSON.stringify(difference)}`);
  const more = unreported.map((kind) => `  and more of ${kind}`);
  const summary = `${checked.documents} documents, ${checked.closures} closures and ${checked.auditEntries} audit entries in ${checked.seconds} s`;
  const verdict = result.ok ? `Everything agrees: ${summary}.` : `There are differences (${summary}):`;
  return [...lines, verdict, ...told, ...more].join('\n');
}
