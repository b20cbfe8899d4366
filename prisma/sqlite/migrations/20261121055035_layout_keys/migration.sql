-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_stores" (
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
    "key_products" TEXT NOT NULL DEFAULT '[]',
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
INSERT INTO "new_stores" ("block_no", "brand_name", "city_id", "code", "code_only_access", "code_only_networks", "company_id", "country_id", "created_at", "currency", "day_start_minutes", "deleted_at", "description", "district", "email", "feature_flags", "id", "is_active", "layout_id", "name", "phone_number", "postal_code", "stock_policy", "street", "terminal_fields", "time_zone", "updated_at", "uuid", "version", "warehouse_id", "web_page_url") SELECT "block_no", "brand_name", "city_id", "code", "code_only_access", "code_only_networks", "company_id", "country_id", "created_at", "currency", "day_start_minutes", "deleted_at", "description", "district", "email", "feature_flags", "id", "is_active", "layout_id", "name", "phone_number", "postal_code", "stock_policy", "street", "terminal_fields", "time_zone", "updated_at", "uuid", "version", "warehouse_id", "web_page_url" FROM "stores";
DROP TABLE "stores";
ALTER TABLE "new_stores" RENAME TO "stores";
CREATE UNIQUE INDEX "stores_uuid_key" ON "stores"("uuid");
CREATE UNIQUE INDEX "stores_company_id_code_key" ON "stores"("company_id", "code");
CREATE TABLE "new_terminal_layouts" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "origin" TEXT NOT NULL DEFAULT 'own',
    "current_number" INTEGER NOT NULL DEFAULT 1,
    "key_products" TEXT NOT NULL DEFAULT '[]',
    "sent_rows" TEXT NOT NULL DEFAULT '{}',
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0
);
INSERT INTO "new_terminal_layouts" ("company_id", "created_at", "current_number", "deleted_at", "description", "id", "name", "updated_at", "version") SELECT "company_id", "created_at", "current_number", "deleted_at", "description", "id", "name", "updated_at", "version" FROM "terminal_layouts";
DROP TABLE "terminal_layouts";
ALTER TABLE "new_terminal_layouts" RENAME TO "terminal_layouts";
CREATE INDEX "terminal_layouts_company_id_idx" ON "terminal_layouts"("company_id");
CREATE TABLE "new_terminal_layout_versions" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "layout_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "forms" TEXT NOT NULL,
    "controls" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "author" TEXT NOT NULL DEFAULT '',
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    CONSTRAINT "terminal_layout_versions_layout_id_fkey" FOREIGN KEY ("layout_id") REFERENCES "terminal_layouts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_terminal_layout_versions" ("controls", "created_at", "forms", "id", "layout_id", "note", "number") SELECT "controls", "created_at", "forms", "id", "layout_id", "note", "number" FROM "terminal_layout_versions";
DROP TABLE "terminal_layout_versions";
ALTER TABLE "new_terminal_layout_versions" RENAME TO "terminal_layout_versions";
CREATE UNIQUE INDEX "terminal_layout_versions_layout_id_number_key" ON "terminal_layout_versions"("layout_id", "number");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
