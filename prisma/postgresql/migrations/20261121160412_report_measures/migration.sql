-- AlterTable
ALTER TABLE "day_totals" ADD COLUMN     "lined_e4" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "returned_e4" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "hour_totals" ADD COLUMN     "surcharge_e4" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "product_day_totals" ADD COLUMN     "cost_e4" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "costed_e4" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "product_month_totals" ADD COLUMN     "cost_e4" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "costed_e4" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "department_totals" ADD COLUMN     "cost_e4" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "costed_e4" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "discount_e4" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "cashier_totals" ADD COLUMN     "cancelled_e4" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "returned_e4" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "surcharge_e4" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "unproven" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "unproven_e4" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "vat_e4" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "voided_e4" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "voided_lines" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "campaign_totals" ADD COLUMN     "documents" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "sales_e4" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "customer_totals" ADD COLUMN     "discount_e4" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "surcharge_e4" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "frozen_months" (
    "id" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "month" TEXT NOT NULL,
    "frozen_at" TIMESTAMPTZ(3) NOT NULL,
    "frozen_by_id" TEXT,
    "frozen_by_name" TEXT NOT NULL,

    CONSTRAINT "frozen_months_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "frozen_totals" (
    "month_id" TEXT NOT NULL,
    "rollup" TEXT NOT NULL,
    "store_id" INTEGER NOT NULL,
    "business_day" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "documents" INTEGER NOT NULL,
    "cancelled" INTEGER NOT NULL DEFAULT 0,
    "gross_e4" BIGINT NOT NULL,
    "discount_e4" BIGINT NOT NULL DEFAULT 0,
    "surcharge_e4" BIGINT NOT NULL DEFAULT 0,
    "vat_e4" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "frozen_totals_pkey" PRIMARY KEY ("month_id","rollup","store_id","business_day","key","currency")
);

-- CreateTable
CREATE TABLE "sales_targets" (
    "company_id" INTEGER NOT NULL,
    "store_id" INTEGER NOT NULL,
    "month" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "net_e4" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sales_targets_pkey" PRIMARY KEY ("company_id","store_id","month","currency")
);

-- CreateTable
CREATE TABLE "currency_day_rates" (
    "company_id" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "rate_e6" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "currency_day_rates_pkey" PRIMARY KEY ("company_id","currency","target","day")
);

-- CreateTable
CREATE TABLE "saved_reports" (
    "id" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "owner_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "shared_to" TEXT,
    "report" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "is_pinned" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_reports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report_schedules" (
    "id" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "saved_report_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "role" TEXT,
    "webhook_url" TEXT,
    "webhook_secret" TEXT,
    "format" TEXT NOT NULL,
    "every" TEXT NOT NULL,
    "weekday" INTEGER,
    "month_day" INTEGER,
    "minute_of_day" INTEGER NOT NULL,
    "time_zone" TEXT NOT NULL,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "next_run_at" TIMESTAMPTZ(3) NOT NULL,
    "last_run_at" TIMESTAMPTZ(3),
    "created_by_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "leased_until" TIMESTAMPTZ(3),
    "leased_by" TEXT,

    CONSTRAINT "report_schedules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report_deliveries" (
    "id" TEXT NOT NULL,
    "schedule_id" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "receiver" TEXT NOT NULL,
    "figures" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "available_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),
    "last_error" TEXT,

    CONSTRAINT "report_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "basket_totals" (
    "store_id" INTEGER NOT NULL,
    "business_day" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "band" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "documents" INTEGER NOT NULL,
    "net_e4" BIGINT NOT NULL,

    CONSTRAINT "basket_totals_pkey" PRIMARY KEY ("store_id","business_day","kind","band","currency")
);

-- CreateTable
CREATE TABLE "loyalty_totals" (
    "store_id" INTEGER NOT NULL,
    "business_day" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "documents" INTEGER NOT NULL,
    "earned" INTEGER NOT NULL,
    "redeemed" INTEGER NOT NULL,
    "redemption_e4" BIGINT NOT NULL,

    CONSTRAINT "loyalty_totals_pkey" PRIMARY KEY ("store_id","business_day","currency")
);

-- CreateIndex
CREATE UNIQUE INDEX "frozen_months_company_id_month_key" ON "frozen_months"("company_id", "month");

-- CreateIndex
CREATE UNIQUE INDEX "saved_reports_company_id_owner_id_name_key" ON "saved_reports"("company_id", "owner_id", "name");

-- CreateIndex
CREATE INDEX "report_schedules_is_active_next_run_at_idx" ON "report_schedules"("is_active", "next_run_at");

-- CreateIndex
CREATE INDEX "report_schedules_company_id_idx" ON "report_schedules"("company_id");

-- CreateIndex
CREATE INDEX "report_deliveries_sent_at_available_at_idx" ON "report_deliveries"("sent_at", "available_at");

-- CreateIndex
CREATE UNIQUE INDEX "report_deliveries_schedule_id_due_at_receiver_key" ON "report_deliveries"("schedule_id", "due_at", "receiver");

-- AddForeignKey
ALTER TABLE "frozen_totals" ADD CONSTRAINT "frozen_totals_month_id_fkey" FOREIGN KEY ("month_id") REFERENCES "frozen_months"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_reports" ADD CONSTRAINT "saved_reports_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_schedules" ADD CONSTRAINT "report_schedules_saved_report_id_fkey" FOREIGN KEY ("saved_report_id") REFERENCES "saved_reports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_schedules" ADD CONSTRAINT "report_schedules_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_deliveries" ADD CONSTRAINT "report_deliveries_schedule_id_fkey" FOREIGN KEY ("schedule_id") REFERENCES "report_schedules"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The rollups have new columns: they are made anew from the documents.
DELETE FROM day_totals;
INSERT INTO day_totals (store_id, business_day, terminal_id, currency, company_id, documents, cancelled, returns, with_lines, lines, payments, gross_e4, discount_e4, vat_e4, surcharge_e4, tip_e4, paid_e4, change_e4, cancelled_e4, returned_e4, lined_e4)
  WITH d AS (SELECT * FROM transactions)
    SELECT d.store_id, d.business_day, d.terminal_id, d.currency, d.company_id, count(*),
    sum(CASE WHEN d.is_cancelled THEN 1 ELSE 0 END), sum(CASE WHEN d.sign < 0 THEN 1 ELSE 0 END),
    sum(CASE WHEN d.sign <> 0 AND d.line_count > 0 THEN 1 ELSE 0 END), sum(d.line_count), sum(d.payment_count),
    CAST(sum(d.sign * d.total_e4) AS bigint), CAST(sum(d.sign * d.discount_e4) AS bigint), CAST(sum(d.sign * d.vat_e4) AS bigint),
    CAST(sum(d.sign * d.surcharge_e4) AS bigint), CAST(sum(d.sign * d.tip_e4) AS bigint), CAST(sum(d.sign * d.paid_e4) AS bigint),
    CAST(sum(d.sign * d.change_e4) AS bigint), CAST(sum(CASE WHEN d.is_cancelled THEN d.total_e4 ELSE 0 END) AS bigint),
    CAST(sum(CASE WHEN d.sign < 0 THEN d.total_e4 ELSE 0 END) AS bigint), CAST(sum(CASE WHEN d.line_count > 0 THEN d.sign * d.total_e4 ELSE 0 END) AS bigint)
    FROM d GROUP BY 1, 2, 3, 4, 5;
DELETE FROM hour_totals;
INSERT INTO hour_totals (store_id, business_day, hour, currency, company_id, documents, gross_e4, discount_e4, vat_e4, surcharge_e4)
  WITH d AS (SELECT * FROM transactions)
    SELECT d.store_id, d.business_day, d.hour, d.currency, d.company_id, count(*),
    CAST(sum(d.sign * d.total_e4) AS bigint), CAST(sum(d.sign * d.discount_e4) AS bigint), CAST(sum(d.sign * d.vat_e4) AS bigint),
    CAST(sum(d.sign * d.surcharge_e4) AS bigint)
    FROM d WHERE d.sign <> 0 GROUP BY 1, 2, 3, 4, 5;
DELETE FROM vat_totals;
INSERT INTO vat_totals (store_id, business_day, rate_basis_points, currency, company_id, documents, taxable_e4, vat_e4)
  WITH d AS (SELECT * FROM transactions)
    SELECT store_id, business_day, rate_basis_points, currency, company_id, count(DISTINCT id),
    CAST(sum(taxable_e4) AS bigint), CAST(sum(vat_e4) AS bigint)
    FROM (SELECT d.store_id, d.business_day, x.rate_basis_points AS rate_basis_points, d.currency, d.company_id, d.id,
    d.sign * (x.taxable_e4) AS taxable_e4, d.sign * (x.tax_e4) AS vat_e4
    FROM d JOIN transaction_taxes x ON x.transaction_id = d.id WHERE d.sign <> 0
    UNION ALL
    SELECT d.store_id, d.business_day, l.vat_basis_points AS rate_basis_points, d.currency, d.company_id, d.id,
    d.sign * (l.total_e4 - l.vat_e4) AS taxable_e4, d.sign * (l.vat_e4) AS vat_e4 FROM d JOIN transaction_lines l ON l.transaction_id = d.id WHERE d.sign <> 0 AND NOT l.is_cancelled AND NOT l.is_voided AND (SELECT count(*) FROM transaction_taxes l WHERE l.transaction_id = d.id ) = 0
    UNION ALL
    SELECT d.store_id, d.business_day, g.vat_basis_points AS rate_basis_points, d.currency, d.company_id, d.id,
    d.sign * (g.total_e4 - g.vat_e4) AS taxable_e4, d.sign * (g.vat_e4) AS vat_e4
    FROM d JOIN transaction_departments g ON g.transaction_id = d.id WHERE d.sign <> 0 AND (SELECT count(*) FROM transaction_taxes l WHERE l.transaction_id = d.id ) = 0
    UNION ALL
    SELECT d.store_id, d.business_day, -1 AS rate_basis_points, d.currency, d.company_id, d.id,
    d.sign * (d.total_e4 - d.vat_e4) AS taxable_e4, d.sign * (d.vat_e4) AS vat_e4 FROM d WHERE d.sign <> 0 AND (SELECT count(*) FROM transaction_taxes l WHERE l.transaction_id = d.id ) = 0
    AND (SELECT count(*) FROM transaction_departments l WHERE l.transaction_id = d.id ) = 0
    AND (SELECT count(*) FROM transaction_lines l WHERE l.transaction_id = d.id AND NOT l.is_cancelled AND NOT l.is_voided) = 0) AS rows
    GROUP BY 1, 2, 3, 4, 5;
DELETE FROM cashier_totals;
INSERT INTO cashier_totals (store_id, business_day, cashier_id, currency, company_id, documents, cancelled, returns, voided_lines, unproven, gross_e4, discount_e4, vat_e4, surcharge_e4, cancelled_e4, voided_e4, returned_e4, unproven_e4)
  WITH d AS (SELECT * FROM transactions)
    SELECT d.store_id, d.business_day, coalesce(d.cashier_id, ''), d.currency, d.company_id, count(*),
    sum(CASE WHEN d.is_cancelled THEN 1 ELSE 0 END), sum(CASE WHEN d.sign < 0 THEN 1 ELSE 0 END),
    sum(CASE WHEN d.sign = 0 THEN 0 ELSE (SELECT count(*) FROM transaction_lines l WHERE l.transaction_id = d.id AND (l.is_cancelled OR l.is_voided)) END),
    sum(CASE WHEN d.sign < 0 AND d.original_transaction_id IS NULL THEN 1 ELSE 0 END),
    CAST(sum(d.sign * d.total_e4) AS bigint), CAST(sum(d.sign * d.discount_e4) AS bigint), CAST(sum(d.sign * d.vat_e4) AS bigint),
    CAST(sum(d.sign * d.surcharge_e4) AS bigint), CAST(sum(CASE WHEN d.is_cancelled THEN d.total_e4 ELSE 0 END) AS bigint),
    CAST(sum(CASE WHEN d.sign = 0 THEN 0 ELSE (SELECT coalesce(CAST(sum(l.total_e4) AS bigint), 0) FROM transaction_lines l WHERE l.transaction_id = d.id AND (l.is_cancelled OR l.is_voided)) END) AS bigint),
    CAST(sum(CASE WHEN d.sign < 0 THEN d.total_e4 ELSE 0 END) AS bigint), CAST(sum(CASE WHEN d.sign < 0 AND d.original_transaction_id IS NULL THEN d.total_e4 ELSE 0 END) AS bigint)
    FROM d GROUP BY 1, 2, 3, 4, 5;
DELETE FROM customer_totals;
INSERT INTO customer_totals (store_id, business_day, customer_id, currency, company_id, documents, gross_e4, discount_e4, surcharge_e4)
  WITH d AS (SELECT * FROM transactions)
    SELECT d.store_id, d.business_day, coalesce(d.customer_id, ''), d.currency, d.company_id, count(*),
    CAST(sum(d.sign * d.total_e4) AS bigint), CAST(sum(d.sign * d.discount_e4) AS bigint), CAST(sum(d.sign * d.surcharge_e4) AS bigint)
    FROM d WHERE d.sign <> 0 GROUP BY 1, 2, 3, 4, 5;
DELETE FROM basket_totals;
INSERT INTO basket_totals (store_id, business_day, kind, band, currency, company_id, documents, net_e4)
  WITH d AS (SELECT * FROM transactions)
    SELECT store_id, business_day, kind, band, currency, company_id, count(*), CAST(sum(net_e4) AS bigint)
    FROM (WITH sold AS MATERIALIZED (SELECT d.store_id, d.business_day, d.currency, d.company_id, d.sign * (d.total_e4 - d.discount_e4 + d.surcharge_e4) AS net_e4,
    (SELECT count(*) FROM transaction_lines l WHERE l.transaction_id = d.id AND NOT l.is_cancelled AND NOT l.is_voided) AS items
    FROM d WHERE d.sign > 0)
    SELECT store_id, business_day, 'amount' AS kind, CASE WHEN net_e4 >= 10000000 THEN 1000 WHEN net_e4 >= 5000000 THEN 500 WHEN net_e4 >= 3000000 THEN 300 WHEN net_e4 >= 2000000 THEN 200 WHEN net_e4 >= 1500000 THEN 150 WHEN net_e4 >= 1000000 THEN 100 WHEN net_e4 >= 750000 THEN 75 WHEN net_e4 >= 500000 THEN 50 WHEN net_e4 >= 300000 THEN 30 WHEN net_e4 >= 200000 THEN 20 WHEN net_e4 >= 100000 THEN 10 WHEN net_e4 >= 50000 THEN 5 ELSE 0 END AS band, currency, company_id, net_e4
    FROM sold UNION ALL SELECT store_id, business_day, 'items' AS kind, CASE WHEN items >= 30 THEN 30 WHEN items >= 20 THEN 20 WHEN items >= 15 THEN 15 WHEN items >= 10 THEN 10 WHEN items >= 8 THEN 8 WHEN items >= 6 THEN 6 WHEN items >= 5 THEN 5 WHEN items >= 4 THEN 4 WHEN items >= 3 THEN 3 WHEN items >= 2 THEN 2 WHEN items >= 1 THEN 1 ELSE 0 END AS band, currency, company_id, net_e4
    FROM sold) AS b
    GROUP BY 1, 2, 3, 4, 5, 6;
DELETE FROM product_day_totals;
INSERT INTO product_day_totals (store_id, business_day, product_id, currency, company_id, lines, quantity_e4, gross_e4, discount_e4, vat_e4, cost_e4, costed_e4)
  WITH d AS (SELECT * FROM transactions)
    SELECT d.store_id, d.business_day, coalesce(l.product_id, ''), d.currency, d.company_id, count(*), CAST(sum(d.sign * l.quantity_e4) AS bigint),
    CAST(sum(d.sign * l.total_e4) AS bigint), CAST(sum(d.sign * l.discount_e4) AS bigint), CAST(sum(d.sign * l.vat_e4) AS bigint),
    CAST(sum(d.sign * CASE WHEN l.cost_e4 BETWEEN 0 AND 100000000000 AND l.quantity_e4 BETWEEN -100000000000 AND 100000000000 THEN (CASE WHEN l.quantity_e4 < 0 THEN -1 ELSE 1 END)
    * (l.cost_e4 * (abs(l.quantity_e4) / 10000) + (l.cost_e4 * (abs(l.quantity_e4) % 10000) + 5000) / 10000) ELSE 0 END) AS bigint), CAST(sum(d.sign * CASE WHEN l.cost_e4 BETWEEN 0 AND 100000000000 AND l.quantity_e4 BETWEEN -100000000000 AND 100000000000 THEN l.total_e4 - l.discount_e4 - l.vat_e4 ELSE 0 END) AS bigint)
    FROM d JOIN transaction_lines l ON l.transaction_id = d.id WHERE d.sign <> 0 AND NOT l.is_cancelled AND NOT l.is_voided GROUP BY 1, 2, 3, 4, 5;
DELETE FROM product_month_totals;
INSERT INTO product_month_totals (company_id, store_id, month, product_id, currency, lines, quantity_e4, gross_e4, discount_e4, vat_e4, cost_e4, costed_e4)
  WITH d AS (SELECT * FROM transactions)
    SELECT company_id, m.store_id * x.own, month, product_id, currency, CAST(sum(m.lines) AS bigint),
    CAST(sum(m.quantity_e4) AS bigint), CAST(sum(m.gross_e4) AS bigint), CAST(sum(m.discount_e4) AS bigint), CAST(sum(m.vat_e4) AS bigint), CAST(sum(m.cost_e4) AS bigint), CAST(sum(m.costed_e4) AS bigint)
    FROM (SELECT d.company_id, d.store_id, substr(d.business_day, 1, 7) AS month,
    coalesce(l.product_id, '') AS product_id, d.currency, count(*) AS lines,
    CAST(sum(d.sign * l.quantity_e4) AS bigint) AS quantity_e4, CAST(sum(d.sign * l.total_e4) AS bigint) AS gross_e4,
    CAST(sum(d.sign * l.discount_e4) AS bigint) AS discount_e4, CAST(sum(d.sign * l.vat_e4) AS bigint) AS vat_e4,
    CAST(sum(d.sign * CASE WHEN l.cost_e4 BETWEEN 0 AND 100000000000 AND l.quantity_e4 BETWEEN -100000000000 AND 100000000000 THEN (CASE WHEN l.quantity_e4 < 0 THEN -1 ELSE 1 END)
    * (l.cost_e4 * (abs(l.quantity_e4) / 10000) + (l.cost_e4 * (abs(l.quantity_e4) % 10000) + 5000) / 10000) ELSE 0 END) AS bigint) AS cost_e4, CAST(sum(d.sign * CASE WHEN l.cost_e4 BETWEEN 0 AND 100000000000 AND l.quantity_e4 BETWEEN -100000000000 AND 100000000000 THEN l.total_e4 - l.discount_e4 - l.vat_e4 ELSE 0 END) AS bigint) AS costed_e4
    FROM d JOIN transaction_lines l ON l.transaction_id = d.id WHERE d.sign <> 0 AND NOT l.is_cancelled AND NOT l.is_voided GROUP BY 1, 2, 3, 4, 5) AS m
    CROSS JOIN (SELECT 0 AS own UNION ALL SELECT 1) AS x
    GROUP BY 1, 2, 3, 4, 5;
DELETE FROM department_totals;
INSERT INTO department_totals (store_id, business_day, main_group_id, sub_group_id, currency, company_id, lines, quantity_e4, gross_e4, vat_e4, discount_e4, cost_e4, costed_e4)
  WITH d AS (SELECT * FROM transactions)
    SELECT store_id, business_day, main_group_id, sub_group_id, currency, company_id, count(*),
    CAST(sum(quantity_e4) AS bigint), CAST(sum(gross_e4) AS bigint), CAST(sum(vat_e4) AS bigint), CAST(sum(discount_e4) AS bigint), CAST(sum(cost_e4) AS bigint), CAST(sum(costed_e4) AS bigint)
    FROM (SELECT d.store_id, d.business_day, l.main_group_id, coalesce(l.sub_group_id, '') AS sub_group_id, d.currency, d.company_id,
    d.sign * l.quantity_e4 AS quantity_e4, d.sign * l.total_e4 AS gross_e4, d.sign * l.vat_e4 AS vat_e4,
    d.sign * l.discount_e4 AS discount_e4, d.sign * CASE WHEN l.cost_e4 BETWEEN 0 AND 100000000000 AND l.quantity_e4 BETWEEN -100000000000 AND 100000000000 THEN (CASE WHEN l.quantity_e4 < 0 THEN -1 ELSE 1 END)
    * (l.cost_e4 * (abs(l.quantity_e4) / 10000) + (l.cost_e4 * (abs(l.quantity_e4) % 10000) + 5000) / 10000) ELSE 0 END AS cost_e4, d.sign * CASE WHEN l.cost_e4 BETWEEN 0 AND 100000000000 AND l.quantity_e4 BETWEEN -100000000000 AND 100000000000 THEN l.total_e4 - l.discount_e4 - l.vat_e4 ELSE 0 END AS costed_e4
    FROM d JOIN transaction_lines l ON l.transaction_id = d.id WHERE d.sign <> 0 AND NOT l.is_cancelled AND NOT l.is_voided
    UNION ALL
    SELECT d.store_id, d.business_day, g.main_group_id, coalesce(g.sub_group_id, ''), d.currency, d.company_id,
    0, d.sign * g.total_e4, d.sign * g.vat_e4, 0, 0, 0
    FROM d JOIN transaction_departments g ON g.transaction_id = d.id WHERE d.sign <> 0) AS rows
    GROUP BY 1, 2, 3, 4, 5, 6;
DELETE FROM payment_totals;
INSERT INTO payment_totals (store_id, business_day, payment_type, currency, company_id, payments, amount_e4)
  WITH d AS (SELECT * FROM transactions)
    SELECT d.store_id, d.business_day, p.payment_type, d.currency, d.company_id, count(*), CAST(sum(d.sign * p.amount_e4) AS bigint)
    FROM d JOIN transaction_payments p ON p.transaction_id = d.id WHERE d.sign <> 0 AND NOT p.is_cancelled
    GROUP BY 1, 2, 3, 4, 5;
DELETE FROM campaign_totals;
INSERT INTO campaign_totals (store_id, business_day, discount_type_id, code, currency, company_id, discounts, documents, discount_e4, sales_e4)
  WITH d AS (SELECT * FROM transactions)
    SELECT store_id, business_day, discount_type_id, code, currency, company_id, CAST(sum(discounts) AS bigint), count(*),
    CAST(sum(discount_e4) AS bigint), CAST(sum(sales_e4) AS bigint)
    FROM (SELECT d.store_id, d.business_day, c.discount_type_id, coalesce(c.code, '') AS code, d.currency, d.company_id, d.id,
    count(*) AS discounts, CAST(sum(d.sign * c.amount_e4) AS bigint) AS discount_e4, max(d.sign * (d.total_e4 - d.discount_e4 + d.surcharge_e4)) AS sales_e4
    FROM d JOIN transaction_discounts c ON c.transaction_id = d.id WHERE d.sign <> 0 AND NOT c.is_cancelled
    GROUP BY 1, 2, 3, 4, 5, 6, 7) AS used
    GROUP BY 1, 2, 3, 4, 5, 6;
DELETE FROM loyalty_totals;
INSERT INTO loyalty_totals (store_id, business_day, currency, company_id, documents, earned, redeemed, redemption_e4)
  WITH d AS (SELECT * FROM transactions)
    SELECT d.store_id, d.business_day, d.currency, d.company_id, count(DISTINCT d.id),
    CAST(sum(y.points_earned) AS bigint), CAST(sum(y.points_redeemed) AS bigint), CAST(sum(y.redemption_e4) AS bigint)
    FROM d JOIN transaction_loyalties y ON y.transaction_id = d.id WHERE d.sign > 0 GROUP BY 1, 2, 3, 4;
