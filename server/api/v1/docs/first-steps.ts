/** The way from nothing to a sale in a report, as commands of a shell. A test goes it as it stands here. */

export interface FirstStep {
  /** The operation that it calls. */
  id: string;
  says: string;
  method: 'GET' | 'POST';
  /** Below the hub’s address. What is kept of an answer stands in it, and in the body, as `$NAME`. */
  path: string;
  /** Name of what is sent as bearer token. */
  bearer?: string;
  body?: object;
  /** What later steps need of the answer: a name for each field. */
  keep?: Readonly<Record<string, string>>;
}

const sale = {
  head: {
    id: '7b0c8a52-6f0e-4d0b-9a53-0d7c6d1f2e41',
    transaction_date_time: '$DAY 10:15:00',
    closure_number: 1,
    receipt_number: 1,
    total_amount: '2.50',
    total_vat_amount: '0.42',
    total_payment_amount: '2.50',
  },
  products: [
    {
      id: 'd261f125-17de-412e-8f69-d6fbe6026249',
      product_name: 'Tea',
      quantity: '1',
      unit_price: '2.50',
      vat_rate: '20',
      total_price: '2.50',
      total_vat: '0.42',
    },
  ],
  payments: [{ id: '12011236-1bad-4be6-8290-3754290c0267', payment_type: 'CASH_PAYMENT', payment_total: '2.50' }],
};

const givenBack = {
  head: {
    id: '9f6c2f0a-0a55-4b3e-8a39-1f0d6f1f7c11',
    transaction_type: 'return',
    original_transaction_id: sale.head.id,
    transaction_date_time: '$DAY 10:20:00',
    closure_number: 1,
    receipt_number: 2,
    total_amount: '2.50',
    total_vat_amount: '0.42',
  },
};

const closure = {
  closure: {
    id: '5d1f7a44-93b1-4a0c-8a53-6d2b7c0e9f12',
    closure_number: 1,
    closure_start_time: '$DAY 08:00:00',
    closure_end_time: '$DAY 18:00:00',
    valid_transaction_count: 2,
  },
};

export const firstSteps: readonly FirstStep[] = [
  {
    id: 'startPairing',
    says: 'A device asks for a code. A till’s key from the portal (`gtk_…`) does as well: then go on with the third step.',
    method: 'POST',
    path: '/api/v1/pairing',
    body: { device_name: 'My first till' },
    keep: { DEVICE_CODE: 'device_code' },
  },
  {
    id: 'fetchPairedKey',
    says: 'Type `user_code` at `verification_uri`, signed in as somebody who looks after the store, and choose the till. Then ask for its key: 202 means not yet.',
    method: 'POST',
    path: '/api/v1/pairing/token',
    body: { device_code: '$DEVICE_CODE' },
    keep: { KEY: 'api_key' },
  },
  {
    id: 'getDeviceToken',
    says: 'The key gives a token. It also tells which till, store and company the device is.',
    method: 'POST',
    path: '/api/v1/auth/token',
    body: { api_key: '$KEY' },
    keep: { TOKEN: 'access' },
  },
  {
    id: 'pull',
    says: 'What the shop sells, page by page. Keep `cursor`: sent with the next pull it brings only what has changed.',
    method: 'GET',
    path: '/api/v1/pull?limit=1000',
    bearer: 'TOKEN',
    keep: { CURSOR: 'cursor' },
  },
  {
    id: 'pushTransaction',
    says: 'A sale, with the least that it needs (DAY is today, such as 2026-11-20). Sent again it is a duplicate, and counts once.',
    method: 'POST',
    path: '/api/v1/transactions',
    bearer: 'TOKEN',
    body: sale,
  },
  {
    id: 'pushTransaction',
    says: 'The goods come back: a receipt of its own, with positive amounts.',
    method: 'POST',
    path: '/api/v1/transactions',
    bearer: 'TOKEN',
    body: givenBack,
  },
  {
    id: 'pushClosure',
    says: 'The end of the day. A moment later the hub has compared it with the documents.',
    method: 'POST',
    path: '/api/v1/closures',
    bearer: 'TOKEN',
    body: closure,
  },
  {
    id: 'listNotifications',
    says: 'What people want the till to show.',
    method: 'GET',
    path: '/api/v1/notifications',
    bearer: 'TOKEN',
  },
  {
    id: 'askReport',
    says: 'The figures, for a program: with a key (`gpk_…`) of the company’s page “API keys” that holds `figures.see`, and the company’s slug.',
    method: 'GET',
    path: '/api/v1/reports/sales-by-day?company=$COMPANY&range=today',
    bearer: 'COMPANY_KEY',
  },
];

/** As somebody types it. In texts, names stand outside the single quotes, where the shell puts in what they hold. */
export function commandOf({ method, path, bearer, body }: FirstStep, hub: string): string {
  return [
    `curl${method === 'GET' ? '' : ` -X ${method}`} "${hub}${path}"`,
    ...(bearer ? [`  -H "Authorization: Bearer $${bearer}"`] : []),
    ...(body ? [`  -H 'Content-Type: application/json'`, `  -d '${quoted(body)}'`] : []),
  ].join(' \\\n');
}

const quoted = (body: object) => JSON.stringify(body).replace(/\$[A-Z_]+/g, `'"$&"'`);
