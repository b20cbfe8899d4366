-- WITHOUT ROWID was added to 3 tables by prisma/new-migration.ts (prisma/native-objects.ts says why).

-- CreateTable
CREATE TABLE "terminal_month_totals" (
    "company_id" INTEGER NOT NULL,
    "month" TEXT NOT NULL,
    "store_id" INTEGER NOT NULL,
    "terminal_id" INTEGER NOT NULL,
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

    PRIMARY KEY ("company_id", "month", "store_id", "terminal_id", "currency")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "cashier_month_totals" (
    "company_id" INTEGER NOT NULL,
    "month" TEXT NOT NULL,
    "store_id" INTEGER NOT NULL,
    "cashier_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "documents" INTEGER NOT NULL,
    "cancelled" INTEGER NOT NULL,
    "returns" INTEGER NOT NULL,
    "voided_lines" INTEGER NOT NULL,
    "unproven" INTEGER NOT NULL,
    "gross_e4" BIGINT NOT NULL,
    "discount_e4" BIGINT NOT NULL,
    "vat_e4" BIGINT NOT NULL,
    "surcharge_e4" BIGINT NOT NULL,
    "cancelled_e4" BIGINT NOT NULL,
    "voided_e4" BIGINT NOT NULL,
    "returned_e4" BIGINT NOT NULL,
    "unproven_e4" BIGINT NOT NULL,

    PRIMARY KEY ("company_id", "month", "store_id", "cashier_id", "currency")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "basket_month_totals" (
    "company_id" INTEGER NOT NULL,
    "month" TEXT NOT NULL,
    "store_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "band" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "documents" INTEGER NOT NULL,
    "net_e4" BIGINT NOT NULL,

    PRIMARY KEY ("company_id", "month", "store_id", "kind", "band", "currency")
) WITHOUT ROWID;

-- Months that are composed already have no rows in these tables: they are composed anew.
DELETE FROM "composed_periods" WHERE length("period") = 7;
