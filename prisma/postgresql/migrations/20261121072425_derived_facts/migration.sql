-- DropForeignKey
ALTER TABLE "stock_levels" DROP CONSTRAINT "stock_levels_product_id_fkey";

-- AlterTable
ALTER TABLE "transactions" ADD COLUMN     "is_late" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "stock_location_id" TEXT;

-- AlterTable
ALTER TABLE "transaction_discounts" ADD COLUMN     "campaign_id" TEXT;

-- AlterTable
ALTER TABLE "transaction_loyalties" ADD COLUMN     "membership_id" TEXT;

-- AlterTable
ALTER TABLE "stores" ADD COLUMN     "stock_location_id" TEXT;

-- CreateTable
CREATE TABLE "seen_records" (
    "id" SERIAL NOT NULL,
    "company_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "uuid" TEXT NOT NULL,
    "code" TEXT,
    "name" TEXT,
    "details" TEXT NOT NULL DEFAULT '{}',
    "store_id" INTEGER NOT NULL,
    "terminal_id" INTEGER NOT NULL,
    "transaction_id" INTEGER NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "merged_into_id" TEXT,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "seen_records_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "seen_records_company_id_kind_uuid_key" ON "seen_records"("company_id", "kind", "uuid");

-- CreateIndex
CREATE UNIQUE INDEX "campaign_usages_company_id_transaction_uuid_campaign_id_key" ON "campaign_usages"("company_id", "transaction_uuid", "campaign_id");

-- CreateIndex
CREATE UNIQUE INDEX "coupon_usages_company_id_transaction_uuid_coupon_id_key" ON "coupon_usages"("company_id", "transaction_uuid", "coupon_id");

-- CreateIndex
CREATE UNIQUE INDEX "loyalty_entries_company_id_transaction_uuid_membership_id_e_key" ON "loyalty_entries"("company_id", "transaction_uuid", "membership_id", "entry_type");

-- What is there already was stored before stock followed sales.
UPDATE "transactions" SET "stock_location_id" = '';
