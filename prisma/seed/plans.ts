/** The two companies of the demonstration, as data. */
import type { ShopCampaign } from '../../server/cli/simulator/shop.ts';
import type { CataloguePlan } from './assortment.ts';
import { departments, vatRates } from './catalogue.ts';
import type { Mishap } from './history.ts';
import { type Account, type CashierPlan, cashiers, customerNames } from './people.ts';

export interface TerminalPlan {
  code: string;
  name: string;
  /** Documents on an average day. */
  perDay: number;
  /** Mishaps of its closures on chosen days, counted back from today. */
  mishaps?: ReadonlyMap<number, Mishap>;
}

export interface StorePlan {
  code: string;
  name: string;
  street: string;
  blockNo: string;
  postalCode: string;
  phoneNumber: string;
  cityCode: string;
  terminals: readonly TerminalPlan[];
}

export interface CampaignPlan {
  code: string;
  name: string;
  description: string;
  typeCode: string;
  kind: ShopCampaign['kind'];
  basisPoints: number;
  minimumE4: bigint;
  /** Days from today, negative: in the past. */
  startsIn: number;
  endsIn: number;
  coupons: readonly string[];
}

export interface CompanyPlan {
  name: string;
  officeCode: string;
  companiesHouseNumber: string;
  vatNumber: string;
  registeredOffice: string;
  currency: string;
  timeZone: string;
  country: string;
  owner: Account;
  members: readonly { account: Account; is: 'owner' | 'administrator' | 'member' | 'accountant' }[];
  stores: readonly StorePlan[];
  catalogue: CataloguePlan;
  cashiers: readonly CashierPlan[];
  customers: readonly { name: string; lastName: string }[];
  campaigns: readonly CampaignPlan[];
  hasLoyalty: boolean;
  /** Days of history; null: thirteen months. */
  days: number | null;
}

export const harbourGrocers: CompanyPlan = {
  name: 'Harbour Grocers Ltd',
  officeCode: 'OFFICE-001',
  companiesHouseNumber: '00000000',
  vatNumber: 'GB000000000',
  registeredOffice: '1 Quay Road, Plymouth PL1 0AA',
  currency: 'GBP',
  timeZone: 'Europe/London',
  country: 'GB',
  owner: 'owner@demo.test',
  members: [
    { account: 'owner2@demo.test', is: 'owner' },
    { account: 'admin@demo.test', is: 'administrator' },
    { account: 'member@demo.test', is: 'member' },
    { account: 'manager@demo.test', is: 'accountant' },
  ],
  stores: [
    {
      code: 'STORE-001',
      name: 'Quayside',
      street: 'Quay Road',
      blockNo: '1',
      postalCode: 'PL1 0AA',
      phoneNumber: '01632 960101',
      cityCode: 'GB-PLY',
      terminals: [
        { code: 'POS-001', name: 'Front till', perDay: 33 },
        { code: 'POS-002', name: 'Second till', perDay: 25.5, mishaps: new Map([[2, 'missing']]) },
        { code: 'POS-003', name: 'Cafe counter', perDay: 21.5, mishaps: new Map([[5, 'altered']]) },
      ],
    },
    {
      code: 'STORE-002',
      name: 'Old Town',
      street: 'Castle Street',
      blockNo: '24',
      postalCode: 'PL1 0AB',
      phoneNumber: '01632 960102',
      cityCode: 'GB-PLY',
      terminals: [
        { code: 'POS-001', name: 'Front till', perDay: 25.5, mishaps: new Map([[1, 'late']]) },
        { code: 'POS-002', name: 'Second till', perDay: 16.5 },
      ],
    },
    {
      code: 'STORE-003',
      name: 'Marina',
      street: 'Pontoon Walk',
      blockNo: '7',
      postalCode: 'PL1 0AC',
      phoneNumber: '01632 960103',
      cityCode: 'GB-PLY',
      terminals: [
        { code: 'POS-001', name: 'Front till', perDay: 22.5, mishaps: new Map([[3, 'quirk']]) },
        { code: 'POS-002', name: 'Deck kiosk', perDay: 13 },
      ],
    },
  ],
  catalogue: { vatRates, departments, barcodePrefix: '5012345' },
  cashiers,
  customers: customerNames,
  campaigns: [
    {
      code: 'BASKET5',
      name: '5 % off baskets from £25',
      description: 'Five percent off every basket from twenty-five pounds.',
      typeCode: 'BASKET_DISCOUNT',
      kind: 'basket',
      basisPoints: 500,
      minimumE4: 250_000n,
      startsIn: -420,
      endsIn: 60,
      coupons: [],
    },
    {
      code: 'FRESH10',
      name: 'Fresh 10',
      description: 'Ten percent off one fresh product.',
      typeCode: 'PRODUCT_DISCOUNT',
      kind: 'line',
      basisPoints: 1000,
      minimumE4: 0n,
      startsIn: -420,
      endsIn: 30,
      coupons: ['FRESH10-WELCOME', 'FRESH10-NEWSLETTER'],
    },
    {
      code: 'SNACK3FOR2',
      name: 'Three for two on snacks',
      description: 'Of three of a kind one costs nothing.',
      typeCode: 'BUY_X_GET_Y',
      kind: 'third-free',
      basisPoints: 10_000,
      minimumE4: 0n,
      startsIn: -420,
      endsIn: 14,
      coupons: ['SNACKS-PARTY'],
    },
  ],
  hasLoyalty: true,
  days: null,
};

export const northgateBooks: CompanyPlan = {
  name: 'Northgate Books',
  officeCode: 'OFFICE-002',
  companiesHouseNumber: '',
  vatNumber: 'IE0000000A',
  registeredOffice: '3 Northgate, Galway',
  currency: 'EUR',
  timeZone: 'Europe/Dublin',
  country: 'IE',
  owner: 'northgate@demo.test',
  members: [],
  stores: [
    {
      code: 'STORE-001',
      name: 'Northgate',
      street: 'Northgate',
      blockNo: '3',
      postalCode: '',
      phoneNumber: '',
      cityCode: 'IE-GAL',
      terminals: [{ code: 'POS-001', name: 'Counter', perDay: 6 }],
    },
  ],
  catalogue: {
    vatRates: [
      { number: 1, name: 'Zero rate', rateBasisPoints: 0, description: 'Books' },
      { number: 2, name: 'Standard rate', rateBasisPoints: 2300, description: 'Everything else' },
    ],
    departments: [
      {
        code: '1',
        name: 'Books',
        vatNumber: 1,
        subGroups: [
          {
            code: '101',
            name: 'Fiction',
            season: 'all',
            products: [
              'The Lighthouse Ledger|11.99|5',
              'Nine Winters|10.50|4',
              'Salt Road|12.99|4',
              'A Quiet Tide|9.99|3',
              'The Cartographer’s Niece|13.50|3',
            ],
          },
          {
            code: '102',
            name: 'Children',
            season: 'all',
            products: ['Otter and the Moon|8.99|5', 'Ten Tall Trees|7.99|4', 'The Brave Umbrella|8.50|3'],
          },
        ],
      },
      {
        code: '2',
        name: 'Stationery',
        vatNumber: 2,
        subGroups: [
          {
            code: '201',
            name: 'Paper and Pens',
            season: 'all',
            products: ['Notebook A5|6.50|5', 'Fountain Pen|24.00|1', 'Greeting Card|3.25|6', 'Book Token|20.00|2'],
          },
        ],
      },
    ],
    barcodePrefix: '5391234',
  },
  cashiers: [
    { userName: 'nora', firstName: 'Nora', lastName: 'Byrne', isAdministrator: true, stores: [] },
    { userName: 'cian', firstName: 'Cian', lastName: 'Walsh', isAdministrator: false, stores: ['STORE-001'] },
  ],
  customers: [
    { name: 'Aoife', lastName: 'Kelly' },
    { name: 'Tomás', lastName: 'Ryan' },
  ],
  campaigns: [],
  hasLoyalty: false,
  days: 14,
};
