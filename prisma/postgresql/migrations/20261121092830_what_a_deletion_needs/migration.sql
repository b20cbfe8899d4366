-- AlterTable
ALTER TABLE "company_deletion_requests" ADD COLUMN     "cool_off_days" INTEGER NOT NULL DEFAULT 7;

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

-- CreateIndex
CREATE INDEX "company_deletion_requests_company_id_idx" ON "company_deletion_requests"("company_id");
