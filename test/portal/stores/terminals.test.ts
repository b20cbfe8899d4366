/** Tills and kitchen screens: what identifies them, what they may do, and what people see of them. */
import { describe, expect, it } from 'vitest';
import { call } from '../../api/support.ts';
import { fieldIn, sell, settingsIn, textOf, withDesk } from './desk.ts';

const clock = { now: new Date('2026-11-21T10:00:00Z') };
const shop = withDesk(clock);

const terminal = (path: string) =>
  shop.desk.server.deps.db.reader.terminal.findUniqueOrThrow({ where: { uuid: path.split('/')[3] ?? '' } });

describe('a till', () => {
  it('F-TERM-1: has a stable id, a secret, a name, hardware hints and settings that a PyPOS takes as they are', async () => {
    const store = await shop.desk.open({ name: 'High Street' });
    const path = await shop.desk.register(store, { code: 'POS-001', name: 'Checkout 1' });
    const till = await shop.desk.pair(path);
    expect(till.toml).toContain('[app]\nmode = "office"\n');
    expect(till.toml).toContain(`[office]\nbase_url = "${shop.desk.server.url}/t/`);
    const owner = await shop.desk.owner;
    await owner.post(`${path}edit/`, {
      ...{ name: 'Checkout one', number: '7', serialNumber: 'SN-4711', networks: '', isActive: 'yes' },
    });
    const row = await terminal(path);
    expect(row).toMatchObject({ name: 'Checkout one', number: 7, serialNumber: 'SN-4711', code: 'POS-001' });
    expect(row.secretHash).not.toContain(till.url.split('/').at(-1));
    const { body } = await owner.get(path);
    expect(body).toContain(row.uuid);
    expect(body).toContain('SN-4711');
    const { body: told } = await call(`${till.url}/api/v1/identity`);
    expect(told).toMatchObject({
      ...till.codes,
      kind: 'pypos',
      name: 'Checkout one',
      number: 7,
      store_name: 'High Street',
    });
  });

  const settingsOf = async (till: { url: string }) => {
    const { body } = await call(`${till.url}/api/v1/pos/init`);
    return body.data.pos_settings[0] as Record<string, unknown>;
  };

  it('F-TERM-1, F-TERM-8: hears of its printer, scale, display and server what was saved in the form, and of what is empty nothing', async () => {
    const store = await shop.desk.open({ name: 'Devices' });
    const path = await shop.desk.register(store, { code: 'POS-001', name: 'Checkout 1' });
    const till = await shop.desk.pair(path);
    const owner = await shop.desk.owner;
    const typed = { name: 'Checkout 1', number: '1', networks: '', isActive: 'yes' };
    const untold = await settingsOf(till);
    expect(Object.keys(untold).filter((name) => /printer|scale|display|backend_ip|mac_/.test(name))).toEqual([]);
    const devices = {
      ...{ receipt_printer_type: 'ESC/POS', receipt_printer_port: 'COM3', scale_type: 'CAS', scale_port: '/dev/ttyS0' },
      ...{ customer_display_type: 'VFD', backend_ip1: '192.168.10.5', backend_port1: '8000' },
      ...{ mac_address: '00:1A:2B:3C:4D:5E', force_to_work_online: 'yes', invoice_printer_type: '' },
    };
    const form = await owner.get(`${path}edit/`);
    const seen = fieldIn(form, 'seen') ?? '';
    expect((await owner.post(`${path}edit/`, { ...typed, ...devices, seen })).status).toBe(302);
    const told = await settingsOf(till);
    expect(told).toMatchObject({
      ...{ receipt_printer_type: 'ESC/POS', receipt_printer_port: 'COM3', scale_type: 'CAS', scale_port: '/dev/ttyS0' },
      ...{ customer_display_type: 'VFD', backend_ip1: '192.168.10.5', backend_port1: 8000 },
      ...{ mac_address: '00:1A:2B:3C:4D:5E', force_to_work_online: true, backend_type: 'GATE' },
    });
    expect(told).not.toHaveProperty('invoice_printer_type');
    expect(fieldIn(await owner.get(`${path}edit/`), 'seen')).not.toBe(seen);
    // Taken back, the till keeps what it has; a form without these fields leaves them alone.
    await owner.post(`${path}edit/`, { ...typed, scale_type: '' });
    const after = await settingsOf(till);
    expect(after).not.toHaveProperty('scale_type');
    expect(after['scale_port']).toBe('/dev/ttyS0');
  });

  it('refuses settings that no till could use, beside their fields, and keeps what was typed', async () => {
    const path = await shop.desk.register(await shop.desk.open({ name: 'Wrong devices' }), { code: 'POS-001' });
    const owner = await shop.desk.owner;
    const typed = { name: 'x', number: '1', networks: '', isActive: 'yes' };
    const before = (await terminal(path)).terminalFields;
    for (const [name, value, sentence] of [
      ['receipt_printer_type', 'x'.repeat(21), 'At most 20 characters.'],
      ['backend_port1', '70000', 'A port from 1 to 65535.'],
      ['backend_ip1', '192.168.10.500', 'An address such as 192.168.10.5.'],
      ['mac_address', '00:1A', 'A MAC address such as 00:1A:2B:3C:4D:5E.'],
      ['force_to_work_online', 'perhaps', 'Choose yes or no.'],
    ] as const) {
      const { status, body } = await owner.post(`${path}edit/`, { ...typed, [name]: value });
      expect(status, name).toBe(200);
      expect(body, name).toMatch(new RegExp(`id="${name}-errors"><div class="invalid-feedback">${sentence}`));
      if (name !== 'force_to_work_online') expect(body, name).toContain(`value="${value}"`);
    }
    expect((await terminal(path)).terminalFields).toBe(before);
  });

  it('is not overwritten by a form that is older than somebody else’s: both sides are shown, and saving again counts', async () => {
    const path = await shop.desk.register(await shop.desk.open({ name: 'Two editors' }), { code: 'POS-001' });
    const owner = await shop.desk.owner;
    const seen = fieldIn(await owner.get(`${path}edit/`), 'seen') ?? '';
    const typed = { number: '1', syncMinutes: '5', serialNumber: '', networks: '', isActive: 'yes' };
    const theirs = { ...typed, name: 'Theirs', receipt_printer_type: 'STAR' };
    const ours = { ...typed, name: 'Ours', receipt_printer_type: 'EPSON' };
    expect((await owner.post(`${path}edit/`, { ...theirs, seen })).status).toBe(302);
    const stale = await owner.post(`${path}edit/`, { ...ours, seen });
    expect(stale.status).toBe(200);
    for (const side of ['Theirs', 'Ours', 'STAR', 'EPSON']) expect(stale.body, side).toContain(`>${side}</td>`);
    expect(stale.body).not.toContain('Minutes between deliveries</th>');
    expect(await terminal(path)).toMatchObject({ name: 'Theirs' });
    expect((await owner.post(`${path}edit/`, { ...ours, seen: fieldIn(stale, 'seen') ?? '' })).status).toBe(302);
    expect(JSON.parse((await terminal(path)).terminalFields)).toMatchObject({ receipt_printer_type: 'EPSON' });
  });

  it('F-TERM-4: once revoked is refused at once, both ways; in a time of grace it may only deliver', async () => {
    const store = await shop.desk.open({ name: 'Revoking' });
    const path = await shop.desk.register(store, { code: 'POS-001' });
    const till = await shop.desk.pair(path);
    expect([await sell(till), (await call(`${till.url}/api/v1/pos/init`)).status]).toEqual([200, 200]);
    const owner = await shop.desk.owner;
    await owner.post(`${path}revoke/`, { grace: '8' });
    expect([await sell(till), (await call(`${till.url}/api/v1/pos/init`)).status]).toEqual([200, 403]);
    await owner.post(`${path}revoke/`, { grace: '0' });
    expect([await sell(till), (await call(`${till.url}/api/v1/pos/init`)).status]).toEqual([403, 403]);
    const { state } = await shop.desk.server.deps.db.reader.terminal.findUniqueOrThrow({
      where: { id: (await terminal(path)).id },
      select: { state: true },
    });
    expect(state?.lastInitAt).not.toBeNull();
  });

  it('F-TERM-5: moves to another store: its profile is bound anew, its old settings end, its numbers go on', async () => {
    const store = await shop.desk.open({ name: 'From' });
    const other = await shop.desk.open({ name: 'To' });
    const path = await shop.desk.register(store, { code: 'POS-009' });
    const till = await shop.desk.pair(path);
    expect(await sell(till)).toBe(200);
    const owner = await shop.desk.owner;
    const asked = await owner.get(`${path}move/`);
    const target = /<option value="(\d+)"[^>]*>To /.exec(textOf(asked.body))?.[1] ?? '';
    const seen = fieldIn(asked, 'seen') ?? '';
    const moved = settingsIn(await owner.post(`${path}move/`, { seen, store: target, code: 'POS-009', grace: '0' }));
    expect([await sell(till), await sell(moved)]).toEqual([404, 200]);
    expect(moved.codes.store_code).not.toBe(till.codes.store_code);
    const { body } = await call(`${moved.url}/api/v1/identity`);
    expect(body).toMatchObject({ store_name: 'To', terminal_code: 'POS-009' });
    expect((await owner.get(other)).body).toContain('POS-009');
    expect((await owner.get(store)).body).not.toContain('POS-009');
  });

  it('F-SYNC-5: shows its last delivery, its last full load, repeats, quarantine and the queue’s counters', async () => {
    const store = await shop.desk.open({ name: 'Health' });
    const path = await shop.desk.register(store, { code: 'POS-001' });
    const till = await shop.desk.pair(path);
    await call(`${till.url}/api/v1/pos/init`);
    expect(await sell(till)).toBe(200);
    await call(`${till.url}/api/v1/pos/transactions`, { json: { ...till.codes, transactions: [{ head: {} }] } });
    await shop.desk.settle();
    const owner = await shop.desk.owner;
    const { body } = await owner.get(path);
    for (const label of ['Last delivery', 'Last full load', 'Next receipt', 'Open period', 'Repeats', 'Quarantine']) {
      expect(body, label).toContain(label);
    }
    expect(body).toMatch(/Quarantine<\/dt><dd class="gate-warn"><a href="\/quarantine\/[^"]*">1</);
    expect(body).toMatch(/>Live<\/span> just now/);
    // The list refreshes itself by asking for the same page again.
    const list = (await owner.get(store)).body;
    expect(list).toContain(`id="tills" data-live="${store}"`);
    clock.now = new Date(clock.now.getTime() + 2 * 3_600_000);
    expect((await owner.get(store)).body).toContain('>Silent</span>');
  });
});

describe('a kitchen screen', () => {
  it('F-KIT-1: is registered per store like a till, with an identity, a secret and settings of its own', async () => {
    const store = await shop.desk.open({ name: 'Trattoria', restaurantMode: 'yes' });
    const owner = await shop.desk.owner;
    const form = await owner.get(`${store}register/?kind=kitchen`);
    expect(fieldIn(form, 'kind')).toBe('kitchen');
    expect(fieldIn(form, 'code')).toBe('KDS-001');
    const path = await shop.desk.register(store, { code: 'KDS-001', name: 'Grill', kind: 'kitchen' });
    const screen = await shop.desk.pair(path);
    expect(screen.toml).toContain('[kitchen]');
    expect(screen.toml).not.toContain('[app]');
    const { status, body } = await call(`${screen.url}/api/v1/identity`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ status: 'ok', kind: 'kitchen', ...screen.codes, name: 'Grill', store_name: 'Trattoria' },
      features: { restaurant_mode: true, fiscal_profile: 'none' },
    });
    await shop.desk.settle();
    const page = (await owner.get(store)).body;
    expect(page).toMatch(/Kitchen screens<\/h2>[\s\S]*KDS-001[\s\S]*>Live</);
    expect((await owner.get(path)).body).toContain('Kitchen screen KDS-001');
  });

  it('is no till: it delivers nothing and never gets the cashiers’ passwords, by secret or by codes', async () => {
    const store = await shop.desk.open({ name: 'Canteen' });
    const screen = await shop.desk.pair(await shop.desk.register(store, { code: 'KDS-001', kind: 'kitchen' }));
    const init = await call(`${screen.url}/api/v1/pos/init`);
    expect(init.status).toBe(403);
    expect(JSON.stringify(init.body)).not.toContain('password');
    expect(await sell(screen)).toBe(403);
    for (const route of ['closures', 'sequences']) {
      const json = { ...screen.codes, [route]: [] };
      expect((await call(`${screen.url}/api/v1/pos/${route}`, { json })).status, route).toBe(403);
    }
    // A store that takes codes alone from this network still takes no kitchen screen by them.
    const owner = await shop.desk.owner;
    await owner.post(`${store}code-only/`, { networks: '127.0.0.1/32', understood: 'yes' });
    const open = { url: shop.desk.server.url, codes: screen.codes, toml: '' };
    expect(await sell(open)).toBe(404);
    const query = new URLSearchParams(screen.codes);
    expect((await call(`${shop.desk.server.url}/api/v1/pos/init?${query}`)).status).toBe(404);
    const till = await shop.desk.register(store, { code: 'POS-001' });
    expect(await sell({ ...open, codes: { ...screen.codes, terminal_code: 'POS-001' } })).toBe(200);
    expect((await terminal(till)).kind).toBe('pypos');
    const stored = await shop.desk.server.deps.db.reader.terminal.findFirstOrThrow({
      where: { code: 'KDS-001', store: { name: 'Canteen' } },
      select: { _count: { select: { transactions: true, quarantinedItems: true } } },
    });
    expect(stored._count).toEqual({ transactions: 0, quarantinedItems: 0 });
  });

  it('is renewed, revoked, moved and retired like a till', async () => {
    const store = await shop.desk.open({ name: 'Kitchen A' });
    const other = await shop.desk.open({ name: 'Kitchen B' });
    const path = await shop.desk.register(store, { code: 'KDS-007', kind: 'kitchen' });
    const owner = await shop.desk.owner;
    const identity = async (settings: { url: string }) => (await call(`${settings.url}/api/v1/identity`)).status;
    const first = await shop.desk.pair(path);
    const second = await shop.desk.pair(path, { grace: '0' });
    expect([await identity(first), await identity(second)]).toEqual([404, 200]);
    await owner.post(`${path}revoke/`, { grace: '0' });
    expect(await identity(second)).toBe(403);
    const third = await shop.desk.pair(path, { grace: '0' });
    const asked = await owner.get(`${path}move/`);
    const target = /<option value="(\d+)"[^>]*>Kitchen B/.exec(textOf(asked.body))?.[1] ?? '';
    const fields = { seen: fieldIn(asked, 'seen') ?? '', store: target, code: 'KDS-007', grace: '0' };
    const moved = settingsIn(await owner.post(`${path}move/`, fields));
    expect([await identity(third), await identity(moved)]).toEqual([404, 200]);
    expect(moved.toml).toContain('[kitchen]');
    expect((await owner.get(other)).body).toContain('KDS-007');
    await owner.post(`${path}retire/`, { code: 'KDS-007' });
    expect(await identity(moved)).toBe(404);
    expect((await terminal(path)).deletedAt).not.toBeNull();
  });

  it('stays what it was registered as, whatever a form says', async () => {
    const store = await shop.desk.open({ name: 'Fixed kind' });
    const path = await shop.desk.register(store, { code: 'KDS-001', kind: 'kitchen' });
    const owner = await shop.desk.owner;
    await owner.post(`${path}edit/`, { name: 'x', number: '3', networks: '', isActive: 'yes', kind: 'pypos' });
    expect(await terminal(path)).toMatchObject({ kind: 'kitchen', name: 'x' });
  });
});
