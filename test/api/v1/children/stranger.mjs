/** Somebody else's program: knows an address and what stands in the document there, and imports nothing of ours.
 *  `stranger.mjs <hub> <key of the company>`; prints a line for each step, as JSON. */
const [hub, companyKey] = process.argv.slice(2);
const document = await (await fetch(`${hub}/api/v1/openapi.json`)).json();

/** The client: a function for each operation of the document, by its name. */
const client = Object.fromEntries(
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [
      operation.operationId,
      (asked) => ask({ path, method, operation }, asked),
    ]),
  ),
);

async function ask({ path, method, operation }, { token, params = {}, query = {}, body } = {}) {
  for (const { name, in: place, required } of operation.parameters) {
    const given = place === 'path' ? params : place === 'query' ? query : {};
    if (required && given[name] === undefined) throw new Error(`${operation.operationId} needs ${name}`);
  }
  const named = path.replace(/\{(\w+)\}/g, (_all, name) => encodeURIComponent(params[name]));
  const search = new URLSearchParams(query).toString();
  const answer = await fetch(`${document.servers[0].url}${named}${search && `?${search}`}`, {
    method: method.toUpperCase(),
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': Object.keys(operation.requestBody.content)[0] }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!operation.responses[answer.status])
    throw new Error(`${operation.operationId}: ${answer.status} is in no document`);
  return { status: answer.status, body: await answer.json() };
}

const say = (step, facts) => console.log(JSON.stringify({ step, ...facts }));

const { body: codes } = await client.startPairing({ body: { device_name: 'Of somebody else' } });
say('pairing', { code: codes.user_code });
let paired;
do {
  await new Promise((resolve) => setTimeout(resolve, codes.interval * 1000));
  paired = await client.fetchPairedKey({ body: { device_code: codes.device_code } });
} while (paired.status === 202);
const { body: access } = await client.getDeviceToken({ body: { api_key: paired.body.api_key, terminal_id: '' } });
const token = access.access;

const rows = {};
let cursor;
for (let more = true; more; ) {
  const { body: page } = await client.pull({ token, query: cursor === undefined ? {} : { cursor } });
  for (const change of page.changes) {
    rows[change.type] ??= new Map();
    for (const row of change.rows ?? [change.row]) if (row !== null) rows[change.type].set(row.id, row);
  }
  cursor = page.cursor;
  more = page.has_more;
}
const first = (type) => [...rows[type].values()][0];
const [settings, product, store] = ['pos_settings', 'products', 'store'].map(first);
const currency = rows.currencies.get(settings.fk_current_currency_id).sign;
say('pulled', { product: product.name, currency });

const at = new Date().toISOString().slice(0, 19);
const id = crypto.randomUUID();
const sums = {
  total_amount: '7.5000',
  total_vat_amount: '0.0000',
  total_payment_amount: '7.5000',
  total_change_amount: '0.0000',
};
const head = {
  ...{ id, transaction_unique_id: '20261121-0001-000001', pos_id: settings.pos_no_in_store, transaction_date_time: at },
  ...{
    document_type: 'FISCAL_RECEIPT',
    transaction_type: 'sale',
    transaction_status: 'completed',
    fk_store_id: store.id,
  },
  ...{ closure_number: 1, receipt_number: 1, total_discount_amount: '0.0000', base_currency: currency, ...sums },
};
const line = {
  ...{
    id: crypto.randomUUID(),
    fk_transaction_head_id: id,
    line_no: 1,
    fk_product_id: product.id,
    product_code: product.code,
  },
  ...{ fk_department_main_group_id: product.fk_department_main_group_id, product_name: product.name, vat_rate: '0.00' },
  ...{ unit_price: '2.5000', quantity: '3.0000', total_price: '7.5000', total_vat: '0.0000' },
};
const payment = {
  ...{ id: crypto.randomUUID(), fk_transaction_head_id: id, line_no: 1, payment_type: 'CASH_PAYMENT' },
  ...{ payment_total: '7.5000', currency_code: currency, currency_total: '7.5000' },
};
const sold = await client.push({
  token,
  body: { documents: [{ type: 'transaction', document: { head, products: [line], payments: [payment] } }] },
});
say('sold', { outcomes: sold.body.results.map(({ outcome }) => outcome) });

const closure = {
  ...{
    id: crypto.randomUUID(),
    closure_unique_id: '20261121-0001',
    closure_number: 1,
    fk_store_id: store.id,
    fk_pos_id: settings.id,
  },
  ...{ closure_date: at.slice(0, 10), closure_start_time: at, closure_end_time: at },
  ...{ fk_base_currency_id: settings.fk_current_currency_id, total_document_count: 1, gross_sales_amount: '7.5000' },
  ...{
    net_sales_amount: '7.5000',
    total_tax_amount: '0.0000',
    total_discount_amount: '0.0000',
    valid_transaction_count: 1,
  },
};
const closed = await client.pushClosure({ token, body: { closure } });
say('closed', { status: closed.status, outcome: closed.body.outcome });

const { body: list } = await client.listReports({ token: companyKey });
const [company] = list.companies;
const query = { company: company.slug, from: at.slice(0, 10), to: at.slice(0, 10) };
const { body: report } = await client.askReport({ token: companyKey, params: { name: 'sales-by-store' }, query });
say('read', { reports: list.reports.length, net: report.sections.map(({ total }) => total.net) });
