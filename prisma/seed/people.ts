/** The people of the demonstration. */

/** Who signs in; the password is `demo-<name before @>-pass`. */
export const accounts = [
  { username: 'staff@demo.test', firstName: 'Sam', lastName: 'Hale' },
  { username: 'owner@demo.test', firstName: 'Olivia', lastName: 'Harbour' },
  { username: 'owner2@demo.test', firstName: 'Owen', lastName: 'Harbour' },
  { username: 'admin@demo.test', firstName: 'Amara', lastName: 'Osei' },
  { username: 'member@demo.test', firstName: 'Miles', lastName: 'Pryor' },
  { username: 'manager@demo.test', firstName: 'Mina', lastName: 'Kaur' },
  { username: 'northgate@demo.test', firstName: 'Nora', lastName: 'Byrne' },
] as const;

export type Account = (typeof accounts)[number]['username'];

export function passwordOf(username: string): string {
  return `demo-${username.split('@')[0]}-pass`;
}

export interface CashierPlan {
  userName: string;
  firstName: string;
  lastName: string;
  isAdministrator: boolean;
  /** Codes of the stores; an administrator works in all of them. */
  stores: readonly string[];
}

export const cashiers: readonly CashierPlan[] = [
  { userName: 'tess', firstName: 'Tess', lastName: 'Whitlock', isAdministrator: true, stores: [] },
  { userName: 'arun', firstName: 'Arun', lastName: 'Mehta', isAdministrator: false, stores: ['STORE-001'] },
  { userName: 'bella', firstName: 'Bella', lastName: 'Frost', isAdministrator: false, stores: ['STORE-001'] },
  { userName: 'callum', firstName: 'Callum', lastName: 'Reid', isAdministrator: false, stores: ['STORE-001'] },
  {
    userName: 'dina',
    firstName: 'Dina',
    lastName: 'Novak',
    isAdministrator: false,
    stores: ['STORE-001', 'STORE-002'],
  },
  { userName: 'emre', firstName: 'Emre', lastName: 'Aydın', isAdministrator: false, stores: ['STORE-002'] },
  { userName: 'freya', firstName: 'Freya', lastName: 'Lindqvist', isAdministrator: false, stores: ['STORE-002'] },
  { userName: 'george', firstName: 'George', lastName: 'Tan', isAdministrator: false, stores: ['STORE-003'] },
  { userName: 'hana', firstName: 'Hana', lastName: 'Suzuki', isAdministrator: false, stores: ['STORE-003'] },
  { userName: 'isaac', firstName: 'Isaac', lastName: 'Mbeki', isAdministrator: false, stores: ['STORE-003'] },
];

const firstNames =
  'Alice Ben Chloé Daniel Eilidh Finn Grace Harry Imogen Jack Katya Liam Maya Noah Orla Priya Quinn Rosa Søren Thea'.split(
    ' ',
  );
const lastNames =
  'Adams Baptiste Clarke Duffy Evans Fernández Grant Hughes Iqbal Jones Kowalski Lewis Müller Nguyen O’Brien Patel'.split(
    ' ',
  );

/** Sixty customers with names from two lists; no real person is meant, and the numbers are of the range kept for fiction. */
export const customerNames: readonly { name: string; lastName: string }[] = Array.from({ length: 60 }, (_, index) => ({
  name: firstNames[index % firstNames.length] as string,
  lastName: lastNames[(index * 7 + Math.floor(index / 20)) % lastNames.length] as string,
}));
