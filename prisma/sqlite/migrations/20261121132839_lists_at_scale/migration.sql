-- DropIndex
DROP INDEX "audit_entries_company_id_idx";

-- DropIndex
DROP INDEX "outbox_events_company_id_idx";

-- DropIndex
DROP INDEX "mail_messages_company_id_idx";

-- DropIndex
DROP INDEX "transactions_store_id_business_day_idx";

-- DropIndex
DROP INDEX "transactions_business_day_idx";

-- DropIndex
DROP INDEX "transactions_company_id_business_day_idx";

-- CreateIndex
CREATE INDEX "campaign_usages_created_at_id_idx" ON "campaign_usages"("created_at", "id");

-- CreateIndex
CREATE INDEX "campaign_usages_company_id_created_at_id_idx" ON "campaign_usages"("company_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "coupon_usages_created_at_id_idx" ON "coupon_usages"("created_at", "id");

-- CreateIndex
CREATE INDEX "coupon_usages_company_id_created_at_id_idx" ON "coupon_usages"("company_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "quarantined_items_company_id_id_idx" ON "quarantined_items"("company_id", "id");

-- CreateIndex
CREATE INDEX "conflicts_company_id_id_idx" ON "conflicts"("company_id", "id");

-- CreateIndex
CREATE INDEX "loyalty_memberships_company_id_id_idx" ON "loyalty_memberships"("company_id", "id");

-- CreateIndex
CREATE INDEX "loyalty_entries_occurred_at_id_idx" ON "loyalty_entries"("occurred_at", "id");

-- CreateIndex
CREATE INDEX "loyalty_entries_company_id_occurred_at_id_idx" ON "loyalty_entries"("company_id", "occurred_at", "id");

-- CreateIndex
CREATE INDEX "audit_entries_company_id_id_idx" ON "audit_entries"("company_id", "id");

-- CreateIndex
CREATE INDEX "outbox_events_company_id_id_idx" ON "outbox_events"("company_id", "id");

-- CreateIndex
CREATE INDEX "mail_messages_company_id_created_at_id_idx" ON "mail_messages"("company_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "mail_messages_created_at_id_idx" ON "mail_messages"("created_at", "id");

-- CreateIndex
CREATE INDEX "transactions_store_id_business_day_id_idx" ON "transactions"("store_id", "business_day", "id");

-- CreateIndex
CREATE INDEX "transactions_business_day_id_idx" ON "transactions"("business_day", "id");

-- CreateIndex
CREATE INDEX "transactions_company_id_business_day_id_idx" ON "transactions"("company_id", "business_day", "id");

-- CreateIndex
CREATE INDEX "seen_records_company_id_id_idx" ON "seen_records"("company_id", "id");

-- CreateIndex
CREATE INDEX "stock_levels_company_id_id_idx" ON "stock_levels"("company_id", "id");

-- CreateIndex
CREATE INDEX "stock_movements_company_id_id_idx" ON "stock_movements"("company_id", "id");
