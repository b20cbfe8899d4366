/** What every PostgreSQL session of the hub is set to, whoever opens it. */

/** Transactions that gave way to others (deadlock, serialisation) are run again this often. */
export const MAX_ATTEMPTS = 6;

/** The adapter writes and reads timestamps without their zone, so every session must be in UTC. A transaction whose process
 *  has died without closing its connection is ended, so that it cannot hold its locks for ever. */
export const sessionOptions = '-c timezone=UTC -c idle_in_transaction_session_timeout=60000';
export const readerOptions = `${sessionOptions} -c default_transaction_read_only=on`;

/** Adds to the settings that the address may bring itself; ours come later and win. */
export function withSessionOptions(address: string, options: string): string {
  const url = new URL(address);
  const own = url.searchParams.get('options');
  url.searchParams.set('options', own ? `${own} ${options}` : options);
  if (!url.searchParams.has('application_name')) url.searchParams.set('application_name', 'gate');
  return url.href;
}
