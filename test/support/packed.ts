/** Packed totals that say something else than their days. */
import type { Tx } from '../../server/db/index.ts';
import { ColumnSums, packedFigures, packedSubjects } from '../../server/domain/sales/index.ts';

/** Adds one ten-thousandth to the first amount of every row.
 *  @param period of this period alone */
export async function spoilPacked(tx: Tx, companyId: number, period?: string): Promise<void> {
  for (const subject of packedSubjects) {
    const names = packedFigures(subject);
    const place = names.findIndex((name) => name.endsWith('_e4'));
    for (const row of await tx.packedTotal.findMany({ where: { companyId, subject, ...(period && { period }) } })) {
      const sums = new ColumnSums(names.length);
      sums.addBytes(row.figures);
      for (let number = 0; number < sums.size; number += 1) {
        if (sums.at(number).every((figure) => figure === 0n)) continue;
        sums.add(
          number,
          names.map((_, index) => (index === place ? 1n : 0n)),
        );
      }
      const { companyId: _company, ...key } = row;
      await tx.packedTotal.update({
        where: {
          companyId_subject_period_currency: { companyId, subject, period: key.period, currency: key.currency },
        },
        data: { figures: new Uint8Array(sums.toBytes()) },
      });
    }
  }
}
