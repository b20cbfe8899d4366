/** Who may work this till, with the clear-text passwords that it compares. */
import { createHash } from 'node:crypto';
import type { Vault } from '../../core/vault.ts';
import type { Ctx, Tx } from '../../db/index.ts';
import { cashierContext } from '../stores/index.ts';
import { wireDateTime } from './kinds.ts';
import type { Owner } from './own-rows.ts';
import { deletion, type WireRow } from './resource.ts';

/** The store's cashiers and the company's administrators. Whoever was one and no longer is goes down as deleted: rows that
 *  are not sent would stay, password and all. Others of the company are none of this till's business. */
export async function cashierRows(
  { ctx, tx, owner }: { ctx: Ctx; tx: Tx; owner: Owner },
  vault: Vault,
): Promise<WireRow[]> {
  const cashiers = await tx.cashier.findMany({
    where: {
      companyId: owner.companyId,
      OR: [{ isAdministrator: true }, { stores: { some: { storeId: owner.storeId } } }],
    },
    include: { stores: { where: { storeId: owner.storeId }, include: { terminals: true } } },
    orderBy: { number: 'asc' },
  });
  return cashiers.map((cashier) => {
    const works = mayWork(cashier, owner);
    return {
      id: cashier.id,
      no: cashier.number,
      user_name: cashier.userName,
      name: cashier.firstName,
      last_name: cashier.lastName,
      ...password(ctx, cashier, works && cashier.isActive ? vault : null),
      identity_number: cashier.identityNumber,
      description: cashier.description,
      is_administrator: works && cashier.isAdministrator,
      is_manager: works && cashier.isManager,
      is_active: works && cashier.isActive,
      created_at: wireDateTime(cashier.createdAt),
      login_at: null,
      updated_at: wireDateTime(cashier.updatedAt),
      ...deletion(works ? null : (cashier.deletedAt ?? cashier.updatedAt)),
    };
  });
}

interface Worker {
  id: string;
  passwordEncrypted: string;
  deletedAt: Date | null;
  isAdministrator: boolean;
  stores: readonly { isActive: boolean; allTerminals: boolean; terminals: readonly { terminalId: number }[] }[];
}

function mayWork(cashier: Worker, owner: Owner): boolean {
  if (cashier.deletedAt !== null) return false;
  if (cashier.isAdministrator) return true;
  return cashier.stores.some(
    ({ isActive, allTerminals, terminals }) =>
      isActive && (allTerminals || terminals.some(({ terminalId }) => terminalId === owner.id)),
  );
}

/** The password of somebody who works here; of others one that nobody knows, because the field is required: it is made of what was
 *  sealed, so that the row stays the same until the password changes. One that cannot be opened is left out: the till keeps the
 *  one it has. */
function password(ctx: Ctx, cashier: Worker, vault: Vault | null): { password?: string } {
  if (vault === null) return { password: unknownPassword(cashier) };
  const opened = vault.open(cashier.passwordEncrypted, cashierContext(cashier.id));
  if (opened !== null) return { password: opened };
  ctx.log.error({ cashierId: cashier.id }, "a cashier's password cannot be opened with this hub's key: set it again");
  return {};
}

function unknownPassword({ id, passwordEncrypted }: Worker): string {
  return createHash('sha256').update(`nobody knows this ${id} ${passwordEncrypted}`).digest('base64url').slice(0, 32);
}
