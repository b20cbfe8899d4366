/** Keys of programs and tills, as an owner looks after them. */
import type { Tour } from './tour.ts';

export async function showKeys(tour: Tour): Promise<void> {
  await showProgramKeys(tour);
  await showTerminalKeys(tour);
}

async function showProgramKeys({ recorder, owner, company }: Tour): Promise<void> {
  const at = { as: owner, params: { company: company.slug } };
  const { id: key } = await recorder.call('createKey', {
    ...at,
    body: { name: 'Web shop', actions: ['catalog.see'], origins: ['https://shop.example.com'] },
  });
  await recorder.call('listKeys', at);
  const one = { ...at, params: { ...at.params, key } };
  await recorder.call('getKey', one);
  await recorder.call('changeKey', { ...one, body: { name: 'Web shop of the harbour', requests_per_minute: 120 } });
  const { id: next } = await recorder.call('rotateKey', { ...one, body: { overlap_hours: 24 } });
  await recorder.call('deleteKey', { ...at, params: { ...at.params, key: next } });
}

async function showTerminalKeys({ recorder, owner, company, storeId }: Tour): Promise<void> {
  const at = { as: owner, params: { company: company.slug } };
  const body = { store_id: storeId, code: 'POS-002', name: 'Second till' };
  const { id: terminal } = await recorder.call('createTerminal', { ...at, body });
  const there = { ...at, params: { ...at.params, terminal } };
  const { id: key } = await recorder.call('createTerminalKey', { ...there, body: { overlap_hours: 0 } });
  await recorder.call('listTerminalKeys', there);
  await recorder.call('deleteTerminalKey', { ...there, params: { ...there.params, key } });
}
