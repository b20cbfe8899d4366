/** Networks as people write them: addresses and CIDR ranges of IPv4 and IPv6. */
import ipaddr from 'ipaddr.js';
import { DomainError } from '../../core/errors.ts';

const maxNetworks = 64;

/** Checks a list of networks and gives each its usual form: "10.0.0.7" becomes "10.0.0.7/32", host bits are cleared.
 *  @throws invalid_input one of them is no address and no CIDR range */
export function checkNetworks(networks: readonly string[], path = 'networks'): string[] {
  const errors = networks.flatMap((network, index) =>
    readNetwork(network) === null
      ? [{ path: `${path}.${index}`, message: 'an address or a CIDR range such as 192.168.1.0/24' }]
      : [],
  );
  if (networks.length > maxNetworks) errors.push({ path, message: `at most ${maxNetworks} networks` });
  if (errors.length > 0) throw new DomainError('invalid_input', { errors });
  return [...new Set(networks.map((network) => writeNetwork(readNetwork(network))))];
}

const localKinds = new Set(['private', 'loopback', 'linkLocal', 'carrierGradeNat', 'uniqueLocal']);
/** Fewest leading bits of a network that is let in without a secret: a store's own is never as wide as the internet. */
const leastBits = { ipv4: { local: 8, other: 16 }, ipv6: { local: 7, other: 32 } };

/** Refuses networks that are too wide to be a store's own. They were checked before.
 *  @throws invalid_input naming each */
export function requireNarrow(networks: readonly string[], path = 'networks'): void {
  const errors = networks.flatMap((network, index) => {
    const [address, bits] = ipaddr.parseCIDR(network);
    const least = leastBits[address.kind()][localKinds.has(address.range()) ? 'local' : 'other'];
    const message = `too wide for a store's own network; at least /${least}`;
    return bits < least ? [{ path: `${path}.${index}`, message }] : [];
  });
  if (errors.length > 0) throw new DomainError('invalid_input', { errors });
}

/** Whether the address lies in one of the networks. IPv4 addresses are recognised in their IPv6 form too. A text that is no
 *  address lies nowhere; neither does anything in an empty list. */
export function isInNetworks(address: string, networks: readonly string[]): boolean {
  if (networks.length === 0 || !ipaddr.isValid(address)) return false;
  const client = ipaddr.process(address);
  return networks.some((network) => {
    const range = readNetwork(network);
    return range !== null && range[0].kind() === client.kind() && client.match(range);
  });
}

/** The networks stored in a row. A text that is not what we wrote counts as a list that nothing lies in. */
export function readNetworks(stored: string): string[] {
  const list: unknown = JSON.parse(stored);
  return Array.isArray(list) ? list.filter((entry) => typeof entry === 'string') : [];
}

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

function readNetwork(text: string): Range | null {
  const trimmed = text.trim();
  try {
    if (trimmed.includes('/')) return ipaddr.parseCIDR(trimmed);
    const address = ipaddr.process(trimmed);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  } catch {
    return null;
  }
}

function writeNetwork(range: Range | null): string {
  if (range === null) throw new Error('the networks were not checked');
  const [address, bits] = range;
  const text = `${address.toString()}/${bits}`;
  const network =
    address.kind() === 'ipv4' ? ipaddr.IPv4.networkAddressFromCIDR(text) : ipaddr.IPv6.networkAddressFromCIDR(text);
  return `${network.toString()}/${bits}`;
}
