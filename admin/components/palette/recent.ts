/** Records that were looked at last. They are forgotten with the tab, because their names may be people's. */

export interface RecentRecord {
  title: string;
  detail: string;
  address: string;
}

const key = 'gate.recent';
const most = 8;

export function recentRecords(): RecentRecord[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? (kept as RecentRecord[]) : [];
  } catch {
    return [];
  }
}

export function rememberRecord(record: RecentRecord): void {
  const others = recentRecords().filter(({ address }) => address !== record.address);
  try {
    sessionStorage.setItem(key, JSON.stringify([record, ...others].slice(0, most)));
  } catch {
    // Nothing is remembered where nothing may be kept.
  }
}

export function forgetRecords(): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}
