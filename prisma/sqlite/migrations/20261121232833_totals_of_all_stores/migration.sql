-- WITHOUT ROWID was added to 5 tables by prisma/new-migration.ts (prisma/native-objects.ts says why).

-- CreateTable
CREATE TABLE "composed_periods" (
    "company_id" INTEGER NOT NULL,
    "period" TEXT NOT NULL,
    "state" TEXT NOT NULL,

    PRIMARY KEY ("company_id", "period")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "company_product_totals" (
    "company_id" INTEGER NOT NULL,
    "business_day" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "lines" INTEGER NOT NULL,
    "quantity_e4" BIGINT NOT NULL,
    "gross_e4" BIGINT NOT NULL,
    "discount_e4" BIGINT NOT NULL,
    "vat_e4" BIGINT NOT NULL,
    "cost_e4" BIGINT NOT NULL,
    "costed_e4" BIGINT NOT NULL,

    PRIMARY KEY ("company_id", "business_day", "product_id", "currency")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "company_hour_totals" (
    "company_id" INTEGER NOT NULL,
    "business_day" TEXT NOT NULL,
    "hour" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "documents" INTEGER NOT NULL,
    "gross_e4" BIGINT NOT NULL,
    "discount_e4" BIGINT NOT NULL,
    "vat_e4" BIGINT NOT NULL,
    "surcharge_e4" BIGINT NOT NULL,

    PRIMARY KEY ("company_id", "business_day", "hour", "currency")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "company_department_totals" (
    "company_id" INTEGER NOT NULL,
    "business_day" TEXT NOT NULL,
    "main_group_id" TEXT NOT NULL,
    "sub_group_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "lines" INTEGER NOT NULL,
    "quantity_e4" BIGINT NOT NULL,
    "gross_e4" BIGINT NOT NULL,
    "vat_e4" BIGINT NOT NULL,
    "discount_e4" BIGINT NOT NULL,
    "cost_e4" BIGINT NOT NULL,
    "costed_e4" BIGINT NOT NULL,

    PRIMARY KEY ("company_id", "business_day", "main_group_id", "sub_group_id", "currency")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "company_customer_totals" (
    "company_id" INTEGER NOT NULL,
    "month" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "documents" INTEGER NOT NULL,
    "gross_e4" BIGINT NOT NULL,
    "discount_e4" BIGINT NOT NULL,
    "surcharge_e4" BIGINT NOT NULL,

    PRIMARY KEY ("company_id", "month", "customer_id", "currency")
) WITHOUT ROWID;
