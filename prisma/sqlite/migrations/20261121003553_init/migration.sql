-- WITHOUT ROWID was added to 20 tables by prisma/new-migration.ts (prisma/native-objects.ts says why).

-- CreateTable
CREATE TABLE "campaign_types" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "icon" TEXT,
    "settings" TEXT,
    "display_order" INTEGER NOT NULL DEFAULT 0,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "campaigns" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "campaign_type_id" TEXT NOT NULL,
    "store_id" INTEGER,
    "segment_id" TEXT,
    "code" TEXT NOT NULL,
    "code_prefix" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "discount_type" TEXT,
    "discount_value_e4" BIGINT,
    "discount_basis_points" INTEGER,
    "max_discount_e4" BIGINT,
    "min_purchase_e4" BIGINT,
    "max_purchase_e4" BIGINT,
    "buy_quantity" INTEGER,
    "get_quantity" INTEGER,
    "starts_at" DATETIME,
    "ends_at" DATETIME,
    "start_time" TEXT,
    "end_time" TEXT,
    "days_of_week" TEXT,
    "priority" INTEGER NOT NULL DEFAULT 1,
    "is_combinable" BOOLEAN NOT NULL DEFAULT false,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "is_auto_apply" BOOLEAN NOT NULL DEFAULT false,
    "requires_coupon" BOOLEAN NOT NULL DEFAULT false,
    "usage_limit" INTEGER,
    "usage_limit_per_customer" INTEGER,
    "terminal_fields" TEXT NOT NULL DEFAULT '{}',
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "campaigns_campaign_type_id_fkey" FOREIGN KEY ("campaign_type_id") REFERENCES "campaign_types" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "campaigns_segment_id_fkey" FOREIGN KEY ("segment_id") REFERENCES "customer_segments" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "campaign_rules" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "rule_type" TEXT NOT NULL,
    "rule_value" TEXT,
    "product_id" TEXT,
    "main_group_id" TEXT,
    "payment_type_id" TEXT,
    "manufacturer_id" TEXT,
    "is_include" BOOLEAN NOT NULL DEFAULT true,
    "description" TEXT,
    "settings" TEXT,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "campaign_rules_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaigns" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "campaign_products" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "discount_value_e4" BIGINT,
    "discount_basis_points" INTEGER,
    "min_quantity" INTEGER,
    "max_quantity" INTEGER,
    "is_gift_product" BOOLEAN NOT NULL DEFAULT false,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "display_order" INTEGER NOT NULL DEFAULT 0,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "campaign_products_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaigns" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "coupons" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "customer_id" TEXT,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "coupon_type" TEXT NOT NULL,
    "barcode" TEXT,
    "usage_limit" INTEGER,
    "starts_at" DATETIME,
    "ends_at" DATETIME,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "terminal_fields" TEXT NOT NULL DEFAULT '{}',
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "coupons_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaigns" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "campaign_usages" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "customer_id" TEXT,
    "transaction_uuid" TEXT,
    "store_id" INTEGER,
    "cashier_id" TEXT,
    "coupon_code" TEXT,
    "discount_e4" BIGINT NOT NULL,
    "notes" TEXT,
    "used_at" DATETIME,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    CONSTRAINT "campaign_usages_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaigns" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "coupon_usages" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "coupon_id" TEXT NOT NULL,
    "customer_id" TEXT,
    "transaction_uuid" TEXT,
    "store_id" INTEGER,
    "cashier_id" TEXT,
    "discount_e4" BIGINT NOT NULL,
    "notes" TEXT,
    "used_at" DATETIME,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    CONSTRAINT "coupon_usages_coupon_id_fkey" FOREIGN KEY ("coupon_id") REFERENCES "coupons" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "vat_rates" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "rate_basis_points" INTEGER NOT NULL,
    "description" TEXT,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "product_units" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "symbol" TEXT,
    "description" TEXT,
    "terminal_fields" TEXT NOT NULL DEFAULT '{}',
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "manufacturers" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "department_main_groups" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "vat_rate_id" TEXT,
    "description" TEXT,
    "max_price_e4" BIGINT,
    "discount_rate_basis_points" INTEGER,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "department_main_groups_vat_rate_id_fkey" FOREIGN KEY ("vat_rate_id") REFERENCES "vat_rates" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "department_sub_groups" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "main_group_id" TEXT,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "max_price_e4" BIGINT,
    "discount_rate_basis_points" INTEGER,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "department_sub_groups_main_group_id_fkey" FOREIGN KEY ("main_group_id") REFERENCES "department_main_groups" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "products" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_folded" TEXT NOT NULL,
    "short_name" TEXT,
    "description" TEXT,
    "main_group_id" TEXT NOT NULL,
    "sub_group_id" TEXT NOT NULL,
    "vat_rate_id" TEXT,
    "unit_id" TEXT,
    "manufacturer_id" TEXT,
    "store_id" INTEGER,
    "purchase_price_e4" BIGINT,
    "vat_number" INTEGER NOT NULL DEFAULT 1,
    "min_stock_e4" BIGINT NOT NULL DEFAULT 0,
    "max_stock_e4" BIGINT NOT NULL DEFAULT 0,
    "is_scalable" BOOLEAN NOT NULL DEFAULT false,
    "allows_discount" BOOLEAN NOT NULL DEFAULT true,
    "allows_return" BOOLEAN NOT NULL DEFAULT true,
    "allows_negative_stock" BOOLEAN NOT NULL DEFAULT false,
    "terminal_fields" TEXT NOT NULL DEFAULT '{}',
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "products_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "companies" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "products_main_group_id_fkey" FOREIGN KEY ("main_group_id") REFERENCES "department_main_groups" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "products_sub_group_id_fkey" FOREIGN KEY ("sub_group_id") REFERENCES "department_sub_groups" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "products_vat_rate_id_fkey" FOREIGN KEY ("vat_rate_id") REFERENCES "vat_rates" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "products_unit_id_fkey" FOREIGN KEY ("unit_id") REFERENCES "product_units" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "products_manufacturer_id_fkey" FOREIGN KEY ("manufacturer_id") REFERENCES "manufacturers" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "product_variants" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "product_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sort_order" INTEGER NOT NULL DEFAULT 0,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "terminal_fields" TEXT NOT NULL DEFAULT '{}',
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "product_variants_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "product_attributes" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "product_id" TEXT NOT NULL,
    "variant_id" TEXT,
    "name" TEXT NOT NULL,
    "value" TEXT,
    "terminal_fields" TEXT NOT NULL DEFAULT '{}',
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "product_attributes_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "product_barcodes" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "product_id" TEXT NOT NULL,
    "barcode" TEXT NOT NULL,
    "old_barcode" TEXT,
    "barcode_mask_id" TEXT,
    "purchase_price_e4" BIGINT,
    "sale_price_e4" BIGINT,
    "server_number" INTEGER,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "product_barcodes_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "product_barcodes_barcode_mask_id_fkey" FOREIGN KEY ("barcode_mask_id") REFERENCES "barcode_masks" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "barcode_masks" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "starting_digits" TEXT,
    "description" TEXT,
    "barcode_length" INTEGER,
    "terminal_fields" TEXT NOT NULL DEFAULT '{}',
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "prices" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "product_id" TEXT NOT NULL,
    "store_id" INTEGER,
    "currency" TEXT NOT NULL,
    "price_e4" BIGINT NOT NULL,
    "valid_from" DATETIME,
    "valid_until" DATETIME,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "prices_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "prices_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "closures" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "company_id" INTEGER NOT NULL,
    "uuid" TEXT NOT NULL,
    "store_id" INTEGER NOT NULL,
    "terminal_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'Z',
    "unique_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "closure_date" TEXT NOT NULL,
    "started_at" DATETIME NOT NULL,
    "started_text" TEXT NOT NULL,
    "ended_at" DATETIME,
    "ended_text" TEXT,
    "business_day" TEXT NOT NULL,
    "received_at" DATETIME NOT NULL,
    "base_currency_id" TEXT NOT NULL,
    "cashier_opened_id" TEXT NOT NULL,
    "cashier_closed_id" TEXT NOT NULL,
    "document_count" INTEGER NOT NULL,
    "valid_count" INTEGER NOT NULL,
    "cancelled_count" INTEGER NOT NULL,
    "return_count" INTEGER NOT NULL,
    "suspended_count" INTEGER NOT NULL,
    "paid_in_count" INTEGER NOT NULL,
    "paid_out_count" INTEGER NOT NULL,
    "gross_e4" BIGINT NOT NULL,
    "net_e4" BIGINT NOT NULL,
    "vat_e4" BIGINT NOT NULL,
    "discount_e4" BIGINT NOT NULL,
    "tip_e4" BIGINT NOT NULL,
    "opening_cash_e4" BIGINT NOT NULL,
    "closing_cash_e4" BIGINT NOT NULL,
    "expected_cash_e4" BIGINT NOT NULL,
    "cash_difference_e4" BIGINT NOT NULL,
    "paid_in_e4" BIGINT NOT NULL,
    "paid_out_e4" BIGINT NOT NULL,
    "is_cancelled" BOOLEAN NOT NULL,
    "is_modified" BOOLEAN NOT NULL,
    "description" TEXT,
    "body_hash" TEXT NOT NULL,
    CONSTRAINT "closures_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "companies" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "closures_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "closures_terminal_id_fkey" FOREIGN KEY ("terminal_id") REFERENCES "terminals" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "closure_summaries" (
    "closure_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "company_id" INTEGER NOT NULL,
    "uuid" TEXT NOT NULL,
    "reference_id" TEXT,
    "name" TEXT,
    "rate_basis_points" INTEGER,
    "rate_e6" BIGINT,
    "count" INTEGER NOT NULL,
    "other_count" INTEGER NOT NULL,
    "amount_e4" BIGINT NOT NULL,
    "tax_e4" BIGINT NOT NULL,
    "other_e4" BIGINT NOT NULL,
    "other_tax_e4" BIGINT NOT NULL,

    PRIMARY KEY ("closure_id", "kind", "position"),
    CONSTRAINT "closure_summaries_closure_id_fkey" FOREIGN KEY ("closure_id") REFERENCES "closures" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "closure_bodies" (
    "closure_id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "company_id" INTEGER NOT NULL,
    "codec" INTEGER NOT NULL,
    "body" BLOB NOT NULL,
    CONSTRAINT "closure_bodies_closure_id_fkey" FOREIGN KEY ("closure_id") REFERENCES "closures" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "quarantined_items" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "company_id" INTEGER NOT NULL,
    "terminal_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "document_uuid" TEXT,
    "body_hash" TEXT NOT NULL,
    "reason_code" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "codec" INTEGER NOT NULL,
    "body" BLOB NOT NULL,
    "repeat_count" INTEGER NOT NULL DEFAULT 1,
    "first_received_at" DATETIME NOT NULL,
    "last_received_at" DATETIME NOT NULL,
    "resolved_at" DATETIME,
    "resolution" TEXT,
    CONSTRAINT "quarantined_items_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "companies" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "quarantined_items_terminal_id_fkey" FOREIGN KEY ("terminal_id") REFERENCES "terminals" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "conflicts" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "company_id" INTEGER NOT NULL,
    "terminal_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "document_uuid" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "differences" TEXT NOT NULL,
    "codec" INTEGER NOT NULL,
    "body" BLOB NOT NULL,
    "repeat_count" INTEGER NOT NULL DEFAULT 1,
    "first_received_at" DATETIME NOT NULL,
    "last_received_at" DATETIME NOT NULL,
    "resolved_at" DATETIME,
    CONSTRAINT "conflicts_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "companies" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "conflicts_terminal_id_fkey" FOREIGN KEY ("terminal_id") REFERENCES "terminals" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "customers" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "last_name" TEXT NOT NULL,
    "phone_number" TEXT,
    "phone_normalized" TEXT,
    "email" TEXT,
    "address_line_1" TEXT,
    "address_line_2" TEXT,
    "address_line_3" TEXT,
    "zip_code" TEXT,
    "tax_id" TEXT,
    "is_walk_in" BOOLEAN NOT NULL DEFAULT false,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "terminal_fields" TEXT NOT NULL DEFAULT '{}',
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "customers_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "companies" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "customer_segments" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "segment_type" TEXT NOT NULL,
    "description" TEXT,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "terminal_fields" TEXT NOT NULL DEFAULT '{}',
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "customer_segment_members" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "customer_id" TEXT NOT NULL,
    "segment_id" TEXT NOT NULL,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "assigned_by" TEXT,
    "reason" TEXT,
    "assigned_at" DATETIME,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "customer_segment_members_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "customer_segment_members_segment_id_fkey" FOREIGN KEY ("segment_id") REFERENCES "customer_segments" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "loyalty_programs" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "store_id" INTEGER,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "points_per_currency_e4" BIGINT NOT NULL DEFAULT 10000,
    "currency_per_point_e4" BIGINT,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "starts_at" DATETIME,
    "ends_at" DATETIME,
    "terminal_fields" TEXT NOT NULL DEFAULT '{}',
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "loyalty_tiers" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "program_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "level" INTEGER NOT NULL DEFAULT 1,
    "min_points" INTEGER,
    "points_multiplier_e4" BIGINT DEFAULT 10000,
    "discount_basis_points" INTEGER,
    "min_annual_spend_e4" BIGINT,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "terminal_fields" TEXT NOT NULL DEFAULT '{}',
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "loyalty_tiers_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "loyalty_programs" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "loyalty_earn_rules" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "program_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "rule_type" TEXT NOT NULL DEFAULT 'DOCUMENT_TOTAL',
    "priority" INTEGER NOT NULL DEFAULT 100,
    "description" TEXT,
    "config" TEXT,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "loyalty_earn_rules_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "loyalty_programs" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "loyalty_redemption_policies" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "program_id" TEXT NOT NULL,
    "points_step" INTEGER NOT NULL DEFAULT 1,
    "minimum_points" INTEGER,
    "allows_partial" BOOLEAN NOT NULL DEFAULT true,
    "max_basket_share_e4" INTEGER,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "loyalty_redemption_policies_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "loyalty_programs" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "loyalty_program_policies" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "program_id" TEXT NOT NULL,
    "customer_identifier_type" TEXT NOT NULL DEFAULT 'PHONE',
    "void_points_policy" TEXT NOT NULL DEFAULT 'NONE',
    "integration_provider" TEXT NOT NULL DEFAULT 'LOCAL',
    "phone_country_code" TEXT,
    "requires_phone" BOOLEAN NOT NULL DEFAULT true,
    "integration_settings" TEXT,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "loyalty_program_policies_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "loyalty_programs" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "loyalty_memberships" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "customer_id" TEXT NOT NULL,
    "program_id" TEXT NOT NULL,
    "tier_id" TEXT,
    "card_number" TEXT,
    "total_points" INTEGER NOT NULL DEFAULT 0,
    "available_points" INTEGER NOT NULL DEFAULT 0,
    "lifetime_points" INTEGER NOT NULL DEFAULT 0,
    "points_to_expire" INTEGER NOT NULL DEFAULT 0,
    "total_purchases" INTEGER NOT NULL DEFAULT 0,
    "total_spent_e4" BIGINT NOT NULL DEFAULT 0,
    "annual_spent_e4" BIGINT NOT NULL DEFAULT 0,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "enrolled_at" DATETIME,
    "last_activity_at" DATETIME,
    "points_expire_on" TEXT,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "loyalty_memberships_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "loyalty_memberships_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "loyalty_programs" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "loyalty_memberships_tier_id_fkey" FOREIGN KEY ("tier_id") REFERENCES "loyalty_tiers" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "loyalty_entries" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "membership_id" TEXT NOT NULL,
    "entry_type" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "balance_after" INTEGER NOT NULL,
    "transaction_uuid" TEXT,
    "store_id" INTEGER,
    "cashier_id" TEXT,
    "reference" TEXT,
    "description" TEXT,
    "notes" TEXT,
    "expires_on" TEXT,
    "occurred_at" DATETIME NOT NULL,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    CONSTRAINT "loyalty_entries_membership_id_fkey" FOREIGN KEY ("membership_id") REFERENCES "loyalty_memberships" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "chain" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "company_id" INTEGER,
    "at" DATETIME NOT NULL,
    "door" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "content" TEXT,
    "content_digest" TEXT NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "request_id" TEXT
);

-- CreateTable
CREATE TABLE "notifications" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "store_id" INTEGER,
    "terminal_id" INTEGER,
    "notification_type" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL DEFAULT '',
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "expires_at" DATETIME
);

-- CreateTable
CREATE TABLE "outbox_events" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "company_id" INTEGER NOT NULL,
    "store_id" INTEGER,
    "topic" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "available_at" DATETIME NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "leased_until" DATETIME,
    "leased_by" TEXT,
    "delivered_at" DATETIME,
    "failed_at" DATETIME,
    "last_error" TEXT
);

-- CreateTable
CREATE TABLE "countries" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER,
    "name" TEXT NOT NULL,
    "iso_alpha2" TEXT NOT NULL,
    "iso_alpha3" TEXT,
    "iso_numeric" INTEGER,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "country_regions" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER,
    "country_id" TEXT NOT NULL,
    "region_code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "iso_3166_2" TEXT,
    "region_type" TEXT,
    "display_order" TEXT,
    "has_special_requirements" BOOLEAN NOT NULL DEFAULT false,
    "description" TEXT,
    "metadata" TEXT,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "country_regions_country_id_fkey" FOREIGN KEY ("country_id") REFERENCES "countries" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "cities" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER,
    "country_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "short_name" TEXT,
    "numeric_code" INTEGER,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "cities_country_id_fkey" FOREIGN KEY ("country_id") REFERENCES "countries" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "districts" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER,
    "city_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "short_name" TEXT,
    "numeric_code" INTEGER,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "districts_city_id_fkey" FOREIGN KEY ("city_id") REFERENCES "cities" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "currencies" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER,
    "number" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "numeric_code" INTEGER,
    "symbol" TEXT,
    "sign_direction" TEXT DEFAULT 'LEFT',
    "decimal_places" INTEGER NOT NULL DEFAULT 2,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "currency_rates" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "base_currency_id" TEXT NOT NULL,
    "target_currency_id" TEXT NOT NULL,
    "rate_e6" BIGINT NOT NULL,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "currency_rates_base_currency_id_fkey" FOREIGN KEY ("base_currency_id") REFERENCES "currencies" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "currency_rates_target_currency_id_fkey" FOREIGN KEY ("target_currency_id") REFERENCES "currencies" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "payment_types" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "culture_info" TEXT NOT NULL DEFAULT 'en-GB',
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "discount_types" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "display_name" TEXT,
    "description" TEXT,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "document_types" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "display_name" TEXT,
    "description" TEXT,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "day_totals" (
    "store_id" INTEGER NOT NULL,
    "business_day" TEXT NOT NULL,
    "terminal_id" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
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

    PRIMARY KEY ("store_id", "business_day", "terminal_id", "currency")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "hour_totals" (
    "store_id" INTEGER NOT NULL,
    "business_day" TEXT NOT NULL,
    "hour" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "documents" INTEGER NOT NULL,
    "gross_e4" BIGINT NOT NULL,
    "discount_e4" BIGINT NOT NULL,
    "vat_e4" BIGINT NOT NULL,

    PRIMARY KEY ("store_id", "business_day", "hour", "currency")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "product_day_totals" (
    "store_id" INTEGER NOT NULL,
    "business_day" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "lines" INTEGER NOT NULL,
    "quantity_e4" BIGINT NOT NULL,
    "gross_e4" BIGINT NOT NULL,
    "discount_e4" BIGINT NOT NULL,
    "vat_e4" BIGINT NOT NULL,

    PRIMARY KEY ("store_id", "business_day", "product_id", "currency")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "product_month_totals" (
    "company_id" INTEGER NOT NULL,
    "store_id" INTEGER NOT NULL,
    "month" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "lines" INTEGER NOT NULL,
    "quantity_e4" BIGINT NOT NULL,
    "gross_e4" BIGINT NOT NULL,
    "discount_e4" BIGINT NOT NULL,
    "vat_e4" BIGINT NOT NULL,

    PRIMARY KEY ("company_id", "store_id", "month", "product_id", "currency")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "department_totals" (
    "store_id" INTEGER NOT NULL,
    "business_day" TEXT NOT NULL,
    "main_group_id" TEXT NOT NULL,
    "sub_group_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "lines" INTEGER NOT NULL,
    "quantity_e4" BIGINT NOT NULL,
    "gross_e4" BIGINT NOT NULL,
    "vat_e4" BIGINT NOT NULL,

    PRIMARY KEY ("store_id", "business_day", "main_group_id", "sub_group_id", "currency")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "vat_totals" (
    "store_id" INTEGER NOT NULL,
    "business_day" TEXT NOT NULL,
    "rate_basis_points" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "documents" INTEGER NOT NULL,
    "taxable_e4" BIGINT NOT NULL,
    "vat_e4" BIGINT NOT NULL,

    PRIMARY KEY ("store_id", "business_day", "rate_basis_points", "currency")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "payment_totals" (
    "store_id" INTEGER NOT NULL,
    "business_day" TEXT NOT NULL,
    "payment_type" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "payments" INTEGER NOT NULL,
    "amount_e4" BIGINT NOT NULL,

    PRIMARY KEY ("store_id", "business_day", "payment_type", "currency")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "cashier_totals" (
    "store_id" INTEGER NOT NULL,
    "business_day" TEXT NOT NULL,
    "cashier_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "documents" INTEGER NOT NULL,
    "cancelled" INTEGER NOT NULL,
    "returns" INTEGER NOT NULL,
    "gross_e4" BIGINT NOT NULL,
    "discount_e4" BIGINT NOT NULL,

    PRIMARY KEY ("store_id", "business_day", "cashier_id", "currency")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "campaign_totals" (
    "store_id" INTEGER NOT NULL,
    "business_day" TEXT NOT NULL,
    "discount_type_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "discounts" INTEGER NOT NULL,
    "discount_e4" BIGINT NOT NULL,

    PRIMARY KEY ("store_id", "business_day", "discount_type_id", "code", "currency")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "customer_totals" (
    "store_id" INTEGER NOT NULL,
    "business_day" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "documents" INTEGER NOT NULL,
    "gross_e4" BIGINT NOT NULL,

    PRIMARY KEY ("store_id", "business_day", "customer_id", "currency")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "transactions" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "company_id" INTEGER NOT NULL,
    "uuid" TEXT NOT NULL,
    "store_id" INTEGER NOT NULL,
    "terminal_id" INTEGER NOT NULL,
    "unique_id" TEXT NOT NULL,
    "pos_number" INTEGER NOT NULL,
    "document_type" TEXT NOT NULL,
    "transaction_type" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "sign" INTEGER NOT NULL,
    "is_cancelled" BOOLEAN NOT NULL,
    "occurred_at" DATETIME NOT NULL,
    "occurred_text" TEXT NOT NULL,
    "received_at" DATETIME NOT NULL,
    "business_day" TEXT NOT NULL,
    "hour" INTEGER NOT NULL,
    "closure_number" INTEGER NOT NULL,
    "receipt_number" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "exchange_rate_e6" BIGINT NOT NULL,
    "total_e4" BIGINT NOT NULL,
    "vat_e4" BIGINT NOT NULL,
    "discount_e4" BIGINT NOT NULL,
    "surcharge_e4" BIGINT NOT NULL,
    "paid_e4" BIGINT NOT NULL,
    "change_e4" BIGINT NOT NULL,
    "service_charge_e4" BIGINT NOT NULL,
    "tip_e4" BIGINT NOT NULL,
    "rounding_e4" BIGINT NOT NULL,
    "line_count" INTEGER NOT NULL,
    "payment_count" INTEGER NOT NULL,
    "customer_id" TEXT,
    "cashier_id" TEXT,
    "table_id" TEXT,
    "loyalty_member_id" TEXT,
    "campaign_id" TEXT,
    "original_transaction_id" TEXT,
    "parent_transaction_id" TEXT,
    "cancel_reason" TEXT,
    "order_source" TEXT,
    "order_channel" TEXT,
    "points_earned" INTEGER NOT NULL,
    "points_redeemed" INTEGER NOT NULL,
    "body_hash" TEXT NOT NULL,
    CONSTRAINT "transactions_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "companies" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "transactions_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "transactions_terminal_id_fkey" FOREIGN KEY ("terminal_id") REFERENCES "terminals" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "transaction_bodies" (
    "transaction_id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "company_id" INTEGER NOT NULL,
    "codec" INTEGER NOT NULL,
    "body" BLOB NOT NULL,
    CONSTRAINT "transaction_bodies_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "transactions" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "transaction_lines" (
    "transaction_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "company_id" INTEGER NOT NULL,
    "uuid" TEXT NOT NULL,
    "line_number" INTEGER NOT NULL,
    "product_id" TEXT,
    "main_group_id" TEXT NOT NULL,
    "sub_group_id" TEXT,
    "barcode_id" TEXT,
    "product_code" TEXT,
    "product_name" TEXT,
    "vat_basis_points" INTEGER NOT NULL,
    "unit_price_e4" BIGINT NOT NULL,
    "quantity_e4" BIGINT NOT NULL,
    "unit_of_measure" TEXT NOT NULL,
    "total_e4" BIGINT NOT NULL,
    "vat_e4" BIGINT NOT NULL,
    "discount_e4" BIGINT NOT NULL,
    "cost_e4" BIGINT,
    "list_price_e4" BIGINT,
    "is_cancelled" BOOLEAN NOT NULL,
    "is_voided" BOOLEAN NOT NULL,

    PRIMARY KEY ("transaction_id", "position"),
    CONSTRAINT "transaction_lines_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "transactions" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "transaction_payments" (
    "transaction_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "company_id" INTEGER NOT NULL,
    "uuid" TEXT NOT NULL,
    "line_number" INTEGER NOT NULL,
    "payment_type" TEXT NOT NULL,
    "amount_e4" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "currency_e4" BIGINT NOT NULL,
    "exchange_rate_e6" BIGINT NOT NULL,
    "tip_e4" BIGINT NOT NULL,
    "refunded_e4" BIGINT NOT NULL,
    "status" TEXT NOT NULL,
    "is_cancelled" BOOLEAN NOT NULL,

    PRIMARY KEY ("transaction_id", "position"),
    CONSTRAINT "transaction_payments_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "transactions" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "transaction_discounts" (
    "transaction_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "company_id" INTEGER NOT NULL,
    "uuid" TEXT NOT NULL,
    "line_number" INTEGER NOT NULL,
    "discount_type_id" TEXT NOT NULL,
    "code" TEXT,
    "amount_e4" BIGINT NOT NULL,
    "rate_basis_points" INTEGER,
    "line_uuid" TEXT,
    "payment_uuid" TEXT,
    "department_uuid" TEXT,
    "is_cancelled" BOOLEAN NOT NULL,

    PRIMARY KEY ("transaction_id", "position"),
    CONSTRAINT "transaction_discounts_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "transactions" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "transaction_departments" (
    "transaction_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "company_id" INTEGER NOT NULL,
    "uuid" TEXT NOT NULL,
    "line_number" INTEGER NOT NULL,
    "main_group_id" TEXT NOT NULL,
    "sub_group_id" TEXT,
    "vat_basis_points" INTEGER NOT NULL,
    "total_e4" BIGINT NOT NULL,
    "vat_e4" BIGINT NOT NULL,

    PRIMARY KEY ("transaction_id", "position"),
    CONSTRAINT "transaction_departments_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "transactions" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "transaction_taxes" (
    "transaction_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "company_id" INTEGER NOT NULL,
    "uuid" TEXT NOT NULL,
    "tax_type" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "rate_basis_points" INTEGER NOT NULL,
    "taxable_e4" BIGINT NOT NULL,
    "tax_e4" BIGINT NOT NULL,
    "is_exempt" BOOLEAN NOT NULL,

    PRIMARY KEY ("transaction_id", "position"),
    CONSTRAINT "transaction_taxes_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "transactions" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "transaction_loyalties" (
    "transaction_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "company_id" INTEGER NOT NULL,
    "uuid" TEXT NOT NULL,
    "member_id" TEXT,
    "points_before" INTEGER NOT NULL,
    "points_after" INTEGER NOT NULL,
    "points_earned" INTEGER NOT NULL,
    "points_redeemed" INTEGER NOT NULL,
    "campaign_bonus" INTEGER NOT NULL,
    "redemption_e4" BIGINT NOT NULL,
    "bonus_multiplier_e4" BIGINT NOT NULL,
    "tier" TEXT,

    PRIMARY KEY ("transaction_id", "position"),
    CONSTRAINT "transaction_loyalties_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "transactions" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "transaction_refunds" (
    "transaction_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "company_id" INTEGER NOT NULL,
    "uuid" TEXT NOT NULL,
    "refund_type" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "original_transaction_id" TEXT,
    "line_uuid" TEXT,
    "amount_e4" BIGINT NOT NULL,
    "quantity_e4" BIGINT,
    "restocking_fee_e4" BIGINT NOT NULL,
    "is_restocked" BOOLEAN NOT NULL,
    "approved_by" TEXT,

    PRIMARY KEY ("transaction_id", "position"),
    CONSTRAINT "transaction_refunds_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "transactions" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "transaction_changes" (
    "transaction_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "company_id" INTEGER NOT NULL,
    "uuid" TEXT NOT NULL,
    "line_number" INTEGER NOT NULL,
    "amount_e4" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "is_cancelled" BOOLEAN NOT NULL,

    PRIMARY KEY ("transaction_id", "position"),
    CONSTRAINT "transaction_changes_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "transactions" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "warehouses" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "store_id" INTEGER,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "warehouse_type" TEXT NOT NULL,
    "description" TEXT,
    "address" TEXT,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "terminal_fields" TEXT NOT NULL DEFAULT '{}',
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "warehouses_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "warehouse_locations" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "warehouse_id" TEXT NOT NULL,
    "parent_id" TEXT,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "location_type" TEXT NOT NULL,
    "level" INTEGER NOT NULL DEFAULT 1,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "terminal_fields" TEXT NOT NULL DEFAULT '{}',
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "warehouse_locations_warehouse_id_fkey" FOREIGN KEY ("warehouse_id") REFERENCES "warehouses" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "warehouse_locations_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "warehouse_locations" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "stock_levels" (
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
    CONSTRAINT "stock_levels_location_id_fkey" FOREIGN KEY ("location_id") REFERENCES "warehouse_locations" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "stock_levels_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "stock_movements" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "uuid" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "movement_type" TEXT NOT NULL,
    "movement_number" TEXT,
    "product_id" TEXT NOT NULL,
    "variant_id" TEXT,
    "from_location_id" TEXT,
    "to_location_id" TEXT,
    "quantity_e4" BIGINT NOT NULL,
    "unit_cost_e4" BIGINT,
    "transaction_uuid" TEXT,
    "reference" TEXT,
    "reason" TEXT,
    "terminal_fields" TEXT NOT NULL DEFAULT '{}',
    "occurred_at" DATETIME NOT NULL,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER))
);

-- CreateTable
CREATE TABLE "stores" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "uuid" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "brand_name" TEXT,
    "description" TEXT,
    "web_page_url" TEXT,
    "street" TEXT,
    "block_no" TEXT,
    "district" TEXT,
    "postal_code" TEXT,
    "city_id" TEXT,
    "country_id" TEXT,
    "phone_number" TEXT,
    "email" TEXT,
    "time_zone" TEXT NOT NULL,
    "day_start_minutes" INTEGER NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "code_only_access" BOOLEAN NOT NULL DEFAULT false,
    "code_only_networks" TEXT NOT NULL DEFAULT '[]',
    "stock_policy" TEXT NOT NULL DEFAULT 'terminal',
    "warehouse_id" TEXT,
    "layout_id" TEXT,
    "feature_flags" TEXT NOT NULL DEFAULT '{}',
    "terminal_fields" TEXT NOT NULL DEFAULT '{}',
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "stores_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "companies" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "stores_city_id_fkey" FOREIGN KEY ("city_id") REFERENCES "cities" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "stores_country_id_fkey" FOREIGN KEY ("country_id") REFERENCES "countries" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "stores_layout_id_fkey" FOREIGN KEY ("layout_id") REFERENCES "terminal_layouts" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "terminals" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "uuid" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "store_id" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'pypos',
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "secret_hash" TEXT,
    "secret_hint" TEXT,
    "secret_issued_at" DATETIME,
    "revoked_at" DATETIME,
    "grace_until" DATETIME,
    "networks" TEXT NOT NULL DEFAULT '[]',
    "sync_policy" TEXT NOT NULL DEFAULT '{}',
    "serial_number" TEXT,
    "operating_system" TEXT,
    "layout_id" TEXT,
    "terminal_fields" TEXT NOT NULL DEFAULT '{}',
    "receipt_sequence_id" TEXT NOT NULL,
    "closure_sequence_id" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "terminals_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "companies" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "terminals_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "terminals_layout_id_fkey" FOREIGN KEY ("layout_id") REFERENCES "terminal_layouts" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "terminal_states" (
    "terminal_id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "company_id" INTEGER NOT NULL,
    "closure_number" INTEGER NOT NULL DEFAULT 1,
    "receipt_number" INTEGER NOT NULL DEFAULT 1,
    "last_seen_at" DATETIME,
    "last_address" TEXT,
    "last_push_at" DATETIME,
    "last_init_at" DATETIME,
    "last_health_at" DATETIME,
    "last_agent" TEXT,
    CONSTRAINT "terminal_states_terminal_id_fkey" FOREIGN KEY ("terminal_id") REFERENCES "terminals" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "terminal_sequences" (
    "terminal_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "value" BIGINT NOT NULL,
    "updated_at" DATETIME NOT NULL,

    PRIMARY KEY ("terminal_id", "name"),
    CONSTRAINT "terminal_sequences_terminal_id_fkey" FOREIGN KEY ("terminal_id") REFERENCES "terminals" ("id") ON DELETE CASCADE ON UPDATE CASCADE
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "cashiers" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "user_name" TEXT NOT NULL,
    "first_name" TEXT NOT NULL,
    "last_name" TEXT NOT NULL,
    "password_encrypted" TEXT NOT NULL,
    "identity_number" TEXT NOT NULL DEFAULT '',
    "description" TEXT NOT NULL DEFAULT '',
    "is_administrator" BOOLEAN NOT NULL DEFAULT false,
    "is_manager" BOOLEAN NOT NULL DEFAULT false,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "user_id" TEXT,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "cashiers_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "companies" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "cashiers_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "cashier_stores" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "cashier_id" TEXT NOT NULL,
    "store_id" INTEGER NOT NULL,
    "all_terminals" BOOLEAN NOT NULL DEFAULT true,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    CONSTRAINT "cashier_stores_cashier_id_fkey" FOREIGN KEY ("cashier_id") REFERENCES "cashiers" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "cashier_stores_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "cashier_terminals" (
    "cashier_store_id" TEXT NOT NULL,
    "terminal_id" INTEGER NOT NULL,

    PRIMARY KEY ("cashier_store_id", "terminal_id"),
    CONSTRAINT "cashier_terminals_cashier_store_id_fkey" FOREIGN KEY ("cashier_store_id") REFERENCES "cashier_stores" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "cashier_terminals_terminal_id_fkey" FOREIGN KEY ("terminal_id") REFERENCES "terminals" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "terminal_layouts" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "current_number" INTEGER NOT NULL DEFAULT 1,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "terminal_layout_versions" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "layout_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "forms" TEXT NOT NULL,
    "controls" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    CONSTRAINT "terminal_layout_versions_layout_id_fkey" FOREIGN KEY ("layout_id") REFERENCES "terminal_layouts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "terminal_resources" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER,
    "store_id" INTEGER,
    "resource" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "users" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "username" TEXT NOT NULL,
    "username_folded" TEXT NOT NULL,
    "email" TEXT,
    "first_name" TEXT NOT NULL DEFAULT '',
    "last_name" TEXT NOT NULL DEFAULT '',
    "password_hash" TEXT,
    "staff_role" TEXT,
    "staff_limited" BOOLEAN NOT NULL DEFAULT false,
    "session_version" INTEGER NOT NULL DEFAULT 1,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "cashier_number" INTEGER,
    "pin_encrypted" TEXT,
    "avatar_path" TEXT,
    "last_signed_in_at" DATETIME,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "staff_companies" (
    "user_id" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,

    PRIMARY KEY ("user_id", "company_id"),
    CONSTRAINT "staff_companies_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "staff_companies_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "companies" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "companies" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "uuid" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "office_code" TEXT NOT NULL,
    "companies_house_number" TEXT NOT NULL DEFAULT '',
    "vat_number" TEXT NOT NULL DEFAULT '',
    "registered_office" TEXT NOT NULL DEFAULT '',
    "currency" TEXT NOT NULL DEFAULT 'GBP',
    "time_zone" TEXT NOT NULL DEFAULT 'Europe/London',
    "country_id" TEXT,
    "layout_id" TEXT,
    "branding" TEXT NOT NULL DEFAULT '{}',
    "fiscal_settings" TEXT NOT NULL DEFAULT '{}',
    "version_counter" INTEGER NOT NULL DEFAULT 0,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "companies_country_id_fkey" FOREIGN KEY ("country_id") REFERENCES "countries" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "companies_layout_id_fkey" FOREIGN KEY ("layout_id") REFERENCES "terminal_layouts" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "company_memberships" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "user_id" TEXT NOT NULL,
    "is_owner" BOOLEAN NOT NULL DEFAULT false,
    "is_administrator" BOOLEAN NOT NULL DEFAULT false,
    "joined_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    CONSTRAINT "company_memberships_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "companies" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "company_memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "membership_roles" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "membership_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "store_id" INTEGER,
    "scope_key" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    CONSTRAINT "membership_roles_membership_id_fkey" FOREIGN KEY ("membership_id") REFERENCES "company_memberships" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "membership_roles_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "company_join_requests" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "user_id" TEXT NOT NULL,
    "message" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'pending',
    "pending_key" TEXT,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "resolved_at" DATETIME,
    "resolved_by_id" TEXT,
    CONSTRAINT "company_join_requests_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "companies" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "company_join_requests_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "company_join_requests_resolved_by_id_fkey" FOREIGN KEY ("resolved_by_id") REFERENCES "users" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "company_deletion_requests" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "requested_by_id" TEXT,
    "pending_key" INTEGER,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "closed_at" DATETIME,
    "outcome" TEXT,
    CONSTRAINT "company_deletion_requests_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "companies" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "company_deletion_requests_requested_by_id_fkey" FOREIGN KEY ("requested_by_id") REFERENCES "users" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "company_deletion_approvals" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "request_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "approved_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    CONSTRAINT "company_deletion_approvals_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "company_deletion_requests" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "company_deletion_approvals_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "user_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "door" TEXT NOT NULL,
    "address" TEXT NOT NULL DEFAULT '',
    "agent" TEXT NOT NULL DEFAULT '',
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "last_seen_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "expires_at" DATETIME NOT NULL,
    "ended_at" DATETIME,
    CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "sign_in_throttles" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "window_at" DATETIME NOT NULL,
    "blocked_until" DATETIME
);

-- CreateTable
CREATE TABLE "hub_states" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL,
    "updated_at" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "campaign_types_company_id_idx" ON "campaign_types"("company_id");

-- CreateIndex
CREATE INDEX "campaigns_company_id_version_idx" ON "campaigns"("company_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "campaigns_company_id_code_prefix_key" ON "campaigns"("company_id", "code_prefix");

-- CreateIndex
CREATE INDEX "campaign_rules_campaign_id_idx" ON "campaign_rules"("campaign_id");

-- CreateIndex
CREATE INDEX "campaign_products_campaign_id_idx" ON "campaign_products"("campaign_id");

-- CreateIndex
CREATE UNIQUE INDEX "coupons_company_id_code_key" ON "coupons"("company_id", "code");

-- CreateIndex
CREATE INDEX "campaign_usages_campaign_id_idx" ON "campaign_usages"("campaign_id");

-- CreateIndex
CREATE INDEX "coupon_usages_coupon_id_idx" ON "coupon_usages"("coupon_id");

-- CreateIndex
CREATE INDEX "vat_rates_company_id_version_idx" ON "vat_rates"("company_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "vat_rates_company_id_number_key" ON "vat_rates"("company_id", "number");

-- CreateIndex
CREATE INDEX "product_units_company_id_version_idx" ON "product_units"("company_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "product_units_company_id_code_key" ON "product_units"("company_id", "code");

-- CreateIndex
CREATE INDEX "manufacturers_company_id_version_idx" ON "manufacturers"("company_id", "version");

-- CreateIndex
CREATE INDEX "department_main_groups_company_id_version_idx" ON "department_main_groups"("company_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "department_main_groups_company_id_code_key" ON "department_main_groups"("company_id", "code");

-- CreateIndex
CREATE INDEX "department_sub_groups_company_id_version_idx" ON "department_sub_groups"("company_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "department_sub_groups_company_id_code_key" ON "department_sub_groups"("company_id", "code");

-- CreateIndex
CREATE INDEX "products_company_id_version_idx" ON "products"("company_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "products_company_id_code_key" ON "products"("company_id", "code");

-- CreateIndex
CREATE INDEX "product_variants_company_id_version_idx" ON "product_variants"("company_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "product_variants_company_id_code_key" ON "product_variants"("company_id", "code");

-- CreateIndex
CREATE INDEX "product_attributes_company_id_version_idx" ON "product_attributes"("company_id", "version");

-- CreateIndex
CREATE INDEX "product_barcodes_company_id_version_idx" ON "product_barcodes"("company_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "product_barcodes_company_id_barcode_key" ON "product_barcodes"("company_id", "barcode");

-- CreateIndex
CREATE INDEX "barcode_masks_company_id_version_idx" ON "barcode_masks"("company_id", "version");

-- CreateIndex
CREATE INDEX "prices_product_id_store_id_idx" ON "prices"("product_id", "store_id");

-- CreateIndex
CREATE INDEX "prices_company_id_version_idx" ON "prices"("company_id", "version");

-- CreateIndex
CREATE INDEX "closures_terminal_id_number_idx" ON "closures"("terminal_id", "number");

-- CreateIndex
CREATE INDEX "closures_store_id_business_day_idx" ON "closures"("store_id", "business_day");

-- CreateIndex
CREATE UNIQUE INDEX "closures_company_id_uuid_key" ON "closures"("company_id", "uuid");

-- CreateIndex
CREATE UNIQUE INDEX "quarantined_items_terminal_id_kind_body_hash_key" ON "quarantined_items"("terminal_id", "kind", "body_hash");

-- CreateIndex
CREATE UNIQUE INDEX "conflicts_company_id_kind_document_uuid_body_hash_key" ON "conflicts"("company_id", "kind", "document_uuid", "body_hash");

-- CreateIndex
CREATE INDEX "customers_company_id_version_idx" ON "customers"("company_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "customers_company_id_phone_normalized_key" ON "customers"("company_id", "phone_normalized");

-- CreateIndex
CREATE UNIQUE INDEX "customer_segments_company_id_code_key" ON "customer_segments"("company_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "customer_segment_members_customer_id_segment_id_key" ON "customer_segment_members"("customer_id", "segment_id");

-- CreateIndex
CREATE INDEX "loyalty_programs_company_id_idx" ON "loyalty_programs"("company_id");

-- CreateIndex
CREATE INDEX "loyalty_tiers_program_id_idx" ON "loyalty_tiers"("program_id");

-- CreateIndex
CREATE INDEX "loyalty_earn_rules_program_id_idx" ON "loyalty_earn_rules"("program_id");

-- CreateIndex
CREATE INDEX "loyalty_redemption_policies_program_id_idx" ON "loyalty_redemption_policies"("program_id");

-- CreateIndex
CREATE INDEX "loyalty_program_policies_program_id_idx" ON "loyalty_program_policies"("program_id");

-- CreateIndex
CREATE UNIQUE INDEX "loyalty_memberships_customer_id_key" ON "loyalty_memberships"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "loyalty_memberships_company_id_card_number_key" ON "loyalty_memberships"("company_id", "card_number");

-- CreateIndex
CREATE INDEX "loyalty_entries_membership_id_occurred_at_idx" ON "loyalty_entries"("membership_id", "occurred_at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_entries_chain_position_key" ON "audit_entries"("chain", "position");

-- CreateIndex
CREATE INDEX "notifications_company_id_created_at_idx" ON "notifications"("company_id", "created_at");

-- CreateIndex
CREATE INDEX "countries_company_id_idx" ON "countries"("company_id");

-- CreateIndex
CREATE INDEX "country_regions_company_id_idx" ON "country_regions"("company_id");

-- CreateIndex
CREATE UNIQUE INDEX "country_regions_country_id_region_code_key" ON "country_regions"("country_id", "region_code");

-- CreateIndex
CREATE INDEX "cities_company_id_idx" ON "cities"("company_id");

-- CreateIndex
CREATE INDEX "districts_company_id_idx" ON "districts"("company_id");

-- CreateIndex
CREATE INDEX "currencies_company_id_idx" ON "currencies"("company_id");

-- CreateIndex
CREATE UNIQUE INDEX "currency_rates_company_id_base_currency_id_target_currency_id_key" ON "currency_rates"("company_id", "base_currency_id", "target_currency_id");

-- CreateIndex
CREATE INDEX "payment_types_company_id_version_idx" ON "payment_types"("company_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "payment_types_company_id_number_key" ON "payment_types"("company_id", "number");

-- CreateIndex
CREATE INDEX "discount_types_company_id_idx" ON "discount_types"("company_id");

-- CreateIndex
CREATE INDEX "document_types_company_id_idx" ON "document_types"("company_id");

-- CreateIndex
CREATE INDEX "day_totals_company_id_business_day_idx" ON "day_totals"("company_id", "business_day");

-- CreateIndex
CREATE INDEX "transactions_terminal_id_closure_number_receipt_number_idx" ON "transactions"("terminal_id", "closure_number", "receipt_number");

-- CreateIndex
CREATE INDEX "transactions_store_id_business_day_idx" ON "transactions"("store_id", "business_day");

-- CreateIndex
CREATE UNIQUE INDEX "transactions_company_id_uuid_key" ON "transactions"("company_id", "uuid");

-- CreateIndex
CREATE UNIQUE INDEX "warehouses_company_id_code_key" ON "warehouses"("company_id", "code");

-- CreateIndex
CREATE INDEX "warehouse_locations_warehouse_id_idx" ON "warehouse_locations"("warehouse_id");

-- CreateIndex
CREATE UNIQUE INDEX "warehouse_locations_company_id_code_key" ON "warehouse_locations"("company_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "stock_levels_stock_key_key" ON "stock_levels"("stock_key");

-- CreateIndex
CREATE INDEX "stock_levels_product_id_idx" ON "stock_levels"("product_id");

-- CreateIndex
CREATE INDEX "stock_levels_location_id_idx" ON "stock_levels"("location_id");

-- CreateIndex
CREATE UNIQUE INDEX "stock_movements_uuid_key" ON "stock_movements"("uuid");

-- CreateIndex
CREATE INDEX "stock_movements_company_id_product_id_occurred_at_idx" ON "stock_movements"("company_id", "product_id", "occurred_at");

-- CreateIndex
CREATE UNIQUE INDEX "stores_uuid_key" ON "stores"("uuid");

-- CreateIndex
CREATE UNIQUE INDEX "stores_company_id_code_key" ON "stores"("company_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "terminals_uuid_key" ON "terminals"("uuid");

-- CreateIndex
CREATE UNIQUE INDEX "terminals_secret_hash_key" ON "terminals"("secret_hash");

-- CreateIndex
CREATE UNIQUE INDEX "terminals_receipt_sequence_id_key" ON "terminals"("receipt_sequence_id");

-- CreateIndex
CREATE UNIQUE INDEX "terminals_closure_sequence_id_key" ON "terminals"("closure_sequence_id");

-- CreateIndex
CREATE INDEX "terminals_company_id_idx" ON "terminals"("company_id");

-- CreateIndex
CREATE UNIQUE INDEX "terminals_store_id_code_key" ON "terminals"("store_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "terminals_store_id_number_key" ON "terminals"("store_id", "number");

-- CreateIndex
CREATE INDEX "cashiers_company_id_version_idx" ON "cashiers"("company_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "cashiers_company_id_number_key" ON "cashiers"("company_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "cashiers_company_id_user_name_key" ON "cashiers"("company_id", "user_name");

-- CreateIndex
CREATE INDEX "cashier_stores_store_id_idx" ON "cashier_stores"("store_id");

-- CreateIndex
CREATE UNIQUE INDEX "cashier_stores_cashier_id_store_id_key" ON "cashier_stores"("cashier_id", "store_id");

-- CreateIndex
CREATE INDEX "terminal_layouts_company_id_idx" ON "terminal_layouts"("company_id");

-- CreateIndex
CREATE UNIQUE INDEX "terminal_layout_versions_layout_id_number_key" ON "terminal_layout_versions"("layout_id", "number");

-- CreateIndex
CREATE INDEX "terminal_resources_company_id_resource_idx" ON "terminal_resources"("company_id", "resource");

-- CreateIndex
CREATE UNIQUE INDEX "users_username_folded_key" ON "users"("username_folded");

-- CreateIndex
CREATE UNIQUE INDEX "companies_uuid_key" ON "companies"("uuid");

-- CreateIndex
CREATE UNIQUE INDEX "companies_slug_key" ON "companies"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "companies_office_code_key" ON "companies"("office_code");

-- CreateIndex
CREATE INDEX "company_memberships_user_id_idx" ON "company_memberships"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "company_memberships_company_id_user_id_key" ON "company_memberships"("company_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "membership_roles_membership_id_role_scope_key_key" ON "membership_roles"("membership_id", "role", "scope_key");

-- CreateIndex
CREATE UNIQUE INDEX "company_join_requests_pending_key_key" ON "company_join_requests"("pending_key");

-- CreateIndex
CREATE INDEX "company_join_requests_company_id_status_idx" ON "company_join_requests"("company_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "company_deletion_requests_pending_key_key" ON "company_deletion_requests"("pending_key");

-- CreateIndex
CREATE UNIQUE INDEX "company_deletion_approvals_request_id_user_id_key" ON "company_deletion_approvals"("request_id", "user_id");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");
