-- AlterTable: added in place, because rebuilding the largest table would take long.
ALTER TABLE "transactions" ADD COLUMN "is_late" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "transactions" ADD COLUMN "stock_location_id" TEXT;

-- What is there already was stored before stock followed sales.
UPDATE "transactions" SET "stock_location_id" = '';

-- AlterTable
ALTER TABLE "transaction_discounts" ADD COLUMN "campaign_id" TEXT;

-- AlterTable
ALTER TABLE "transaction_loyalties" ADD COLUMN "membership_id" TEXT;

-- AlterTable
ALTER TABLE "stores" ADD COLUMN "stock_location_id" TEXT;

-- CreateTable
CREATE TABLE "seen_records" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "company_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "uuid" TEXT NOT NULL,
    "code" TEXT,
    "name" TEXT,
    "details" TEXT NOT NULL DEFAULT '{}',
    "store_id" INTEGER NOT NULL,
    "terminal_id" INTEGER NOT NULL,
    "transaction_id" INTEGER NOT NULL,
    "seen_at" DATETIME NOT NULL,
    "merged_into_id" TEXT,
    "settled_at" DATETIME
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_stock_levels" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "location_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "variant_id" TEXT,
    "stock_key" TEXT NOT NULL,
    "on_hand_e4" BIGINT NOT NULL DEFAULT 0,
    "reserved_e4" BIGINT NOT NULL DEFAULT 0,
    "damaged_e4" BIGINT NOT NULL DEFAULT 0,
    "min_level_e4" BIGINT NOT NULL DEFAULT 0,
    "max_level_e4" BIGINT NOT NULL DEFAULT 0,
    "reorder_point_e4" BIGINT NOT NULL DEFAULT 0,
    "average_cost_e4" BIGINT,
    "last_cost_e4" BIGINT,
    "terminal_fields" TEXT NOT NULL DEFAULT '{}',
    "last_movement_at" DATETIME,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    CONSTRAINT "stock_levels_location_id_fkey" FOREIGN KEY ("location_id") REFERENCES "warehouse_locations" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_stock_levels" ("average_cost_e4", "company_id", "created_at", "damaged_e4", "deleted_at", "id", "last_cost_e4", "last_movement_at", "location_id", "max_level_e4", "min_level_e4", "on_hand_e4", "product_id", "reorder_point_e4", "reserved_e4", "stock_key", "terminal_fields", "updated_at", "variant_id") SELECT "average_cost_e4", "company_id", "created_at", "damaged_e4", "deleted_at", "id", "last_cost_e4", "last_movement_at", "location_id", "max_level_e4", "min_level_e4", "on_hand_e4", "product_id", "reorder_point_e4", "reserved_e4", "stock_key", "terminal_fields", "updated_at", "variant_id" FROM "stock_levels";
DROP TABLE "stock_levels";
ALTER TABLE "new_stock_levels" RENAME TO "stock_levels";
CREATE UNIQUE INDEX "stock_levels_stock_key_key" ON "stock_levels"("stock_key");
CREATE INDEX "stock_levels_product_id_idx" ON "stock_levels"("product_id");
CREATE INDEX "stock_levels_location_id_idx" ON "stock_levels"("location_id");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE UNIQUE INDEX "seen_records_company_id_kind_uuid_key" ON "seen_records"("company_id", "kind", "uuid");

-- CreateIndex
CREATE UNIQUE INDEX "campaign_usages_company_id_transaction_uuid_campaign_id_key" ON "campaign_usages"("company_id", "transaction_uuid", "campaign_id");

-- CreateIndex
CREATE UNIQUE INDEX "coupon_usages_company_id_transaction_uuid_coupon_id_key" ON "coupon_usages"("company_id", "transaction_uuid", "coupon_id");

-- CreateIndex
CREATE UNIQUE INDEX "loyalty_entries_company_id_transaction_uuid_membership_id_entry_type_key" ON "loyalty_entries"("company_id", "transaction_uuid", "membership_id", "entry_type");
