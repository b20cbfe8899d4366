-- AlterTable
ALTER TABLE "quarantined_items" ADD COLUMN "note" TEXT;

-- CreateIndex
CREATE INDEX "coupons_campaign_id_customer_id_idx" ON "coupons"("campaign_id", "customer_id");
