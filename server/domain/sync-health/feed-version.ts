import type { Database } from '../../db/index.ts';

/** The last version that was handed out to a company's rows: whoever has read everything now has got this far.
 *  @throws unavailable */
export async function feedVersion({ reader }: Pick<Database, 'reader'>, companyId: number): Promise<number> {
  const company = await reader.company.findUnique({ where: { id: companyId }, select: { versionCounter: true } });
  return company?.versionCounter ?? 0;
}
