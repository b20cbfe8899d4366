/** Fields that any form of the portal might read, with values that make sense, and with those that no form should ever read. */
import { goodPassword } from '../../support/people.ts';
import type { Shop } from './world.ts';

/** @param shop whose ids stand in every field that could take one */
export function bag(shop: Shop): Record<string, string> {
  const { ids } = shop;
  return {
    // What a form must never take from its sender.
    ...{
      id: ids['product'] ?? '',
      companyId: String(shop.id),
      company_id: String(shop.id),
      company: shop.slug,
      slug: shop.slug,
    },
    ...{
      isOwner: 'true',
      isAdministrator: 'true',
      is_owner: 'on',
      owner: 'on',
      staffRole: 'superuser',
      userId: ids['user'] ?? '',
    },
    ...{ emailConfirmedAt: '2026-01-01', isActive: 'true', version: '1', deletedAt: '' },
    // Ids that forms do take.
    ...{
      store: String(shop.storeId),
      storeId: String(shop.storeId),
      layout: ids['layout'] ?? '',
      target: `store:${shop.storeId}`,
    },
    ...{ vatRateId: ids['vat'] ?? '', departmentId: ids['department'] ?? '', divisionId: ids['division'] ?? '' },
    ...{
      warehouseId: '',
      product: ids['product'] ?? '',
      cashier: ids['cashier'] ?? '',
      customer: ids['customer'] ?? '',
    },
    ...{ request: ids['request'] ?? '', invitation: ids['invitation'] ?? '', places: String(shop.storeId) },
    // Plain values.
    ...{
      name: 'Walked',
      code: 'WALK-1',
      number: '7',
      note: 'walked',
      reason: 'walked',
      message: 'walked',
      text: 'walked',
    },
    ...{
      proof: `${goodPassword}-not`,
      username: 'no.company',
      to: 'no.company',
      by: 'username',
      email: 'walk@example.test',
    },
    ...{
      role: 'manager',
      roles: 'manager',
      action: 'save',
      do: 'save',
      kind: 'pypos',
      grace: '0',
      networks: '',
      country: 'GB',
    },
    ...{
      firstName: 'Walked',
      lastName: 'Walked',
      userName: 'walked',
      password: 'walked-7788',
      rate: '20',
      price: '1.00',
    },
    ...{
      timeZone: 'Europe/London',
      currency: 'GBP',
      dayStart: '00:00',
      content: '{"forms":[],"controls":[]}',
      codes: '',
    },
  };
}
