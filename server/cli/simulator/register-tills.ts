import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { createStore, createTerminal, issueTerminalSecret } from '../../domain/stores/index.ts';
import type { TerminalCodes } from './tally.ts';

export interface RegisteredTill {
  codes: TerminalCodes;
  baseUrl: string;
  /** For the gate dialect. */
  key: string;
}

export interface Registration {
  storeCode: string;
  /** IANA zone of the store. */
  zone: string;
  tills: RegisteredTill[];
}

/** Opens a store of its own in a company, with tills that have secrets: what is simulated never touches the books of another
 *  store.
 *  @throws not_found there is no such company */
export async function registerTills(
  ctx: Ctx,
  input: { companySlug: string; storeCode: string; count: number; url: string },
): Promise<Registration> {
  const company = await ctx.db.reader.company.findFirst({ where: { slug: input.companySlug, deletedAt: null } });
  if (!company)
    throw new DomainError('not_found', { slug: input.companySlug }, `There is no company '${input.companySlug}'.`);
  const { storeCode } = input;
  const store = await createStore(ctx, { companyId: company.id, code: storeCode, name: `Simulation ${storeCode}` });
  const tills: RegisteredTill[] = [];
  for (let number = 1; number <= input.count; number += 1) {
    const terminalCode = `SIM-${String(number).padStart(3, '0')}`;
    const { id } = await createTerminal(ctx, { storeId: store.id, code: terminalCode });
    const { baseUrl, secret } = await issueTerminalSecret(ctx, id, input.url);
    tills.push({ codes: { officeCode: company.officeCode, storeCode, terminalCode }, baseUrl, key: secret });
  }
  return { storeCode, zone: company.timeZone, tills };
}
