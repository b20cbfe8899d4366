-- CreateIndex
CREATE INDEX "campaign_rules_company_id_version_idx" ON "campaign_rules"("company_id", "version");

-- CreateIndex
CREATE INDEX "campaign_products_company_id_version_idx" ON "campaign_products"("company_id", "version");

-- CreateIndex
CREATE INDEX "coupons_company_id_version_idx" ON "coupons"("company_id", "version");

-- CreateIndex
CREATE INDEX "prices_valid_from_idx" ON "prices"("valid_from");

-- CreateIndex
CREATE INDEX "prices_valid_until_idx" ON "prices"("valid_until");

-- CreateIndex
CREATE INDEX "customer_segments_company_id_version_idx" ON "customer_segments"("company_id", "version");

-- CreateIndex
CREATE INDEX "loyalty_programs_company_id_version_idx" ON "loyalty_programs"("company_id", "version");

-- CreateIndex
CREATE INDEX "loyalty_tiers_company_id_version_idx" ON "loyalty_tiers"("company_id", "version");

-- CreateIndex
CREATE INDEX "loyalty_earn_rules_company_id_version_idx" ON "loyalty_earn_rules"("company_id", "version");

-- CreateIndex
CREATE INDEX "loyalty_redemption_policies_company_id_version_idx" ON "loyalty_redemption_policies"("company_id", "version");

-- CreateIndex
CREATE INDEX "loyalty_program_policies_company_id_version_idx" ON "loyalty_program_policies"("company_id", "version");

-- CreateIndex
CREATE INDEX "currency_rates_company_id_version_idx" ON "currency_rates"("company_id", "version");

-- CreateIndex
CREATE INDEX "warehouses_company_id_version_idx" ON "warehouses"("company_id", "version");

-- CreateIndex
CREATE INDEX "warehouse_locations_company_id_version_idx" ON "warehouse_locations"("company_id", "version");
