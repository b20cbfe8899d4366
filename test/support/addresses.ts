/** An address for every page of the portal, with names of the demonstration in it. */
import { routes } from '../../portal/routes.ts';
import type { Database } from '../../server/db/index.ts';

export const demoSlug = 'harbour-grocers-ltd';

/** One address for each route that is a page. */
export async function pageAddresses(reader: Database['reader']): Promise<string[]> {
  const known = await namesOf(reader);
  return routes.filter(({ page }) => page).map(({ path }) => addressOf(path, known));
}

/** By the beginning of a path, what its parts can be. */
async function namesOf(reader: Database['reader']): Promise<Readonly<Record<string, string>>> {
  const company = await reader.company.findUniqueOrThrow({ where: { slug: demoSlug } });
  const where = { companyId: company.id };
  const [store, till, receipt, closure, layout, member] = await Promise.all([
    reader.store.findFirstOrThrow({ where: { ...where, code: 'STORE-001' } }),
    reader.terminal.findFirstOrThrow({ where }),
    reader.transaction.findFirstOrThrow({ where, orderBy: { id: 'desc' } }),
    reader.closure.findFirstOrThrow({ where, orderBy: { id: 'desc' } }),
    reader.terminalLayout.findFirstOrThrow({ where: { OR: [where, { companyId: null }] } }),
    reader.companyMembership.findFirstOrThrow({ where: { ...where, isOwner: false }, include: { user: true } }),
  ]);
  const [product, department, vat, cashier, customer] = await Promise.all([
    reader.product.findFirstOrThrow({ where }),
    reader.departmentMainGroup.findFirstOrThrow({ where }),
    reader.vatRate.findFirstOrThrow({ where }),
    reader.cashier.findFirstOrThrow({ where }),
    reader.customer.findFirstOrThrow({ where: { ...where, isWalkIn: false } }),
  ]);
  const [refused, conflict] = await Promise.all([
    reader.quarantinedItem.findFirstOrThrow({ where }),
    reader.conflict.findFirstOrThrow({ where }),
  ]);
  return {
    '/stores/:slug/:uuid': store.uuid,
    '/tills/:slug/:uuid': till.uuid,
    '/receipts/:slug/:uuid': receipt.uuid,
    '/closures/:slug/:uuid': closure.uuid,
    '/quarantine/:slug/items/:id': String(refused.id),
    '/quarantine/:slug/conflicts/:id': String(conflict.id),
    '/layouts/:slug/keys/:store': store.code,
    '/layouts/:slug/:id': layout.id,
    '/companies/:slug/members/:user': member.user.id,
    '/catalog/:slug/products/:id': product.id,
    '/catalog/:slug/departments/:id': department.id,
    '/catalog/:slug/vat/:id': vat.id,
    '/cashiers/:slug/:id': cashier.id,
    '/customers/:slug/:id': customer.id,
  };
}

/** An address of a route; what is not known stands for something that does not exist. */
function addressOf(path: string, known: Readonly<Record<string, string>>): string {
  const begin = Object.keys(known).find((beginning) => path.startsWith(`${beginning}/`));
  const filled = begin ? path.replace(begin, begin.replace(/:\w+$/, known[begin] ?? '')) : path;
  return filled.replace(':slug', demoSlug).replaceAll(/:\w+/g, 'a'.repeat(32));
}
