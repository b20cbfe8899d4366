-- AlterTable
ALTER TABLE "conflicts" ADD COLUMN     "note" TEXT;

-- CreateIndex
CREATE INDEX "quarantined_items_resolved_at_company_id_idx" ON "quarantined_items"("resolved_at", "company_id");

-- CreateIndex
CREATE INDEX "conflicts_resolved_at_company_id_idx" ON "conflicts"("resolved_at", "company_id");

-- CreateIndex
CREATE INDEX "seen_records_merged_into_id_idx" ON "seen_records"("merged_into_id");

-- CreateIndex
CREATE INDEX "seen_records_settled_at_company_id_idx" ON "seen_records"("settled_at", "company_id");
