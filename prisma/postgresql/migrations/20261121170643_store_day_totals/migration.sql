-- CreateTable
CREATE TABLE "store_day_totals" (
    "company_id" INTEGER NOT NULL,
    "store_id" INTEGER NOT NULL,
    "business_day" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "documents" INTEGER NOT NULL,
    "cancelled" INTEGER NOT NULL,
    "returns" INTEGER NOT NULL,
    "with_lines" INTEGER NOT NULL,
    "lines" INTEGER NOT NULL,
    "payments" INTEGER NOT NULL,
    "gross_e4" BIGINT NOT NULL,
    "discount_e4" BIGINT NOT NULL,
    "vat_e4" BIGINT NOT NULL,
    "surcharge_e4" BIGINT NOT NULL,
    "tip_e4" BIGINT NOT NULL,
    "paid_e4" BIGINT NOT NULL,
    "change_e4" BIGINT NOT NULL,
    "cancelled_e4" BIGINT NOT NULL,
    "returned_e4" BIGINT NOT NULL,
    "lined_e4" BIGINT NOT NULL,

    CONSTRAINT "store_day_totals_pkey" PRIMARY KEY ("company_id","store_id","business_day","currency")
);

-- From the totals of the terminals: of each store, and under store 0 of the company.
INSERT INTO store_day_totals (company_id, store_id, business_day, currency, documents, cancelled, returns, with_lines, lines, payments, gross_e4, discount_e4, vat_e4, surcharge_e4, tip_e4, paid_e4, change_e4, cancelled_e4, returned_e4, lined_e4)
  SELECT company_id, store_id, business_day, currency, CAST(sum(documents) AS integer), CAST(sum(cancelled) AS integer), CAST(sum(returns) AS integer), CAST(sum(with_lines) AS integer), CAST(sum(lines) AS integer), CAST(sum(payments) AS integer), CAST(sum(gross_e4) AS bigint), CAST(sum(discount_e4) AS bigint), CAST(sum(vat_e4) AS bigint), CAST(sum(surcharge_e4) AS bigint), CAST(sum(tip_e4) AS bigint), CAST(sum(paid_e4) AS bigint), CAST(sum(change_e4) AS bigint), CAST(sum(cancelled_e4) AS bigint), CAST(sum(returned_e4) AS bigint), CAST(sum(lined_e4) AS bigint)
  FROM day_totals GROUP BY company_id, store_id, business_day, currency;
INSERT INTO store_day_totals (company_id, store_id, business_day, currency, documents, cancelled, returns, with_lines, lines, payments, gross_e4, discount_e4, vat_e4, surcharge_e4, tip_e4, paid_e4, change_e4, cancelled_e4, returned_e4, lined_e4)
  SELECT company_id, 0, business_day, currency, CAST(sum(documents) AS integer), CAST(sum(cancelled) AS integer), CAST(sum(returns) AS integer), CAST(sum(with_lines) AS integer), CAST(sum(lines) AS integer), CAST(sum(payments) AS integer), CAST(sum(gross_e4) AS bigint), CAST(sum(discount_e4) AS bigint), CAST(sum(vat_e4) AS bigint), CAST(sum(surcharge_e4) AS bigint), CAST(sum(tip_e4) AS bigint), CAST(sum(paid_e4) AS bigint), CAST(sum(change_e4) AS bigint), CAST(sum(cancelled_e4) AS bigint), CAST(sum(returned_e4) AS bigint), CAST(sum(lined_e4) AS bigint)
  FROM day_totals GROUP BY company_id, business_day, currency;
