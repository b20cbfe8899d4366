-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_company_deletion_requests" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "requested_by_id" TEXT,
    "pending_key" INTEGER,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "approved_at" DATETIME,
    "cool_off_days" INTEGER NOT NULL DEFAULT 7,
    "erase_at" DATETIME,
    "closed_at" DATETIME,
    "outcome" TEXT,
    "closed_by_id" TEXT,
    CONSTRAINT "company_deletion_requests_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "companies" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "company_deletion_requests_requested_by_id_fkey" FOREIGN KEY ("requested_by_id") REFERENCES "users" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_company_deletion_requests" ("approved_at", "closed_at", "closed_by_id", "company_id", "created_at", "erase_at", "id", "outcome", "pending_key", "requested_by_id") SELECT "approved_at", "closed_at", "closed_by_id", "company_id", "created_at", "erase_at", "id", "outcome", "pending_key", "requested_by_id" FROM "company_deletion_requests";
DROP TABLE "company_deletion_requests";
ALTER TABLE "new_company_deletion_requests" RENAME TO "company_deletion_requests";
CREATE UNIQUE INDEX "company_deletion_requests_pending_key_key" ON "company_deletion_requests"("pending_key");
CREATE INDEX "company_deletion_requests_company_id_idx" ON "company_deletion_requests"("company_id");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "product_variants_product_id_idx" ON "product_variants"("product_id");

-- CreateIndex
CREATE INDEX "product_attributes_product_id_idx" ON "product_attributes"("product_id");

-- CreateIndex
CREATE INDEX "product_barcodes_product_id_idx" ON "product_barcodes"("product_id");

-- CreateIndex
CREATE INDEX "prices_store_id_idx" ON "prices"("store_id");

-- CreateIndex
CREATE INDEX "outbox_events_company_id_idx" ON "outbox_events"("company_id");
