-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_notification_deliveries" (
    "notification_id" TEXT NOT NULL,
    "terminal_id" INTEGER NOT NULL,
    "company_id" INTEGER NOT NULL,
    "expires_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "delivered_at" DATETIME,
    "shown_at" DATETIME,
    "failed_at" DATETIME,
    "failure" TEXT,

    PRIMARY KEY ("notification_id", "terminal_id"),
    CONSTRAINT "notification_deliveries_notification_id_fkey" FOREIGN KEY ("notification_id") REFERENCES "notifications" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_notification_deliveries" ("company_id", "delivered_at", "failed_at", "failure", "notification_id", "shown_at", "terminal_id") SELECT "company_id", "delivered_at", "failed_at", "failure", "notification_id", "shown_at", "terminal_id" FROM "notification_deliveries";
DROP TABLE "notification_deliveries";
ALTER TABLE "new_notification_deliveries" RENAME TO "notification_deliveries";
CREATE INDEX "notification_deliveries_terminal_id_expires_at_idx" ON "notification_deliveries"("terminal_id", "expires_at");
CREATE INDEX "notification_deliveries_company_id_idx" ON "notification_deliveries"("company_id");
CREATE TABLE "new_notifications" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "store_id" INTEGER,
    "terminal_id" INTEGER,
    "notification_type" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL DEFAULT '',
    "origin" TEXT NOT NULL DEFAULT 'person',
    "created_by_id" TEXT,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "expires_at" DATETIME,
    "withdrawn_at" DATETIME
);
INSERT INTO "new_notifications" ("body", "company_id", "created_at", "created_by_id", "expires_at", "id", "notification_type", "origin", "store_id", "terminal_id", "title", "withdrawn_at") SELECT "body", "company_id", "created_at", "created_by_id", "expires_at", "id", "notification_type", "origin", "store_id", "terminal_id", "title", "withdrawn_at" FROM "notifications";
DROP TABLE "notifications";
ALTER TABLE "new_notifications" RENAME TO "notifications";
CREATE UNIQUE INDEX "notifications_company_id_position_key" ON "notifications"("company_id", "position");
CREATE TABLE "new_companies" (
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
    "logo_id" TEXT,
    "day_start_minutes" INTEGER NOT NULL DEFAULT 0,
    "checklist_hidden_at" DATETIME,
    "fiscal_settings" TEXT NOT NULL DEFAULT '{}',
    "notifies_prices" BOOLEAN NOT NULL DEFAULT false,
    "prices_told_version" INTEGER NOT NULL DEFAULT 0,
    "feed_epoch" TEXT NOT NULL DEFAULT '',
    "version_counter" INTEGER NOT NULL DEFAULT 0,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "companies_country_id_fkey" FOREIGN KEY ("country_id") REFERENCES "countries" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "companies_logo_id_fkey" FOREIGN KEY ("logo_id") REFERENCES "pictures" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "companies_layout_id_fkey" FOREIGN KEY ("layout_id") REFERENCES "terminal_layouts" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_companies" ("branding", "checklist_hidden_at", "companies_house_number", "country_id", "created_at", "currency", "day_start_minutes", "deleted_at", "feed_epoch", "fiscal_settings", "id", "layout_id", "logo_id", "name", "notifies_prices", "office_code", "registered_office", "slug", "time_zone", "updated_at", "uuid", "vat_number", "version", "version_counter") SELECT "branding", "checklist_hidden_at", "companies_house_number", "country_id", "created_at", "currency", "day_start_minutes", "deleted_at", "feed_epoch", "fiscal_settings", "id", "layout_id", "logo_id", "name", "notifies_prices", "office_code", "registered_office", "slug", "time_zone", "updated_at", "uuid", "vat_number", "version", "version_counter" FROM "companies";
DROP TABLE "companies";
ALTER TABLE "new_companies" RENAME TO "companies";
CREATE TRIGGER companies_search_insert AFTER INSERT ON companies BEGIN
    INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT NEW.id, 'company', NEW.id, 'kcompany c' || NEW.id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW.name, '') || ' ' || coalesce(NEW.slug, '') || ' ' || coalesce(NEW.office_code, '') || ' ' || coalesce(NEW.vat_number, '') || ' ' || coalesce(NEW.companies_house_number, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l'), '' WHERE NEW.deleted_at IS NULL;
END;
CREATE TRIGGER companies_search_update AFTER UPDATE OF name, slug, office_code, vat_number, companies_house_number, deleted_at ON companies
WHEN OLD.name IS NOT NEW.name OR OLD.slug IS NOT NEW.slug OR OLD.office_code IS NOT NEW.office_code OR OLD.vat_number IS NOT NEW.vat_number OR OLD.companies_house_number IS NOT NEW.companies_house_number OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN
    DELETE FROM search_entries WHERE kind = 'company' AND row_id = CAST(OLD.id AS TEXT);
    INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT NEW.id, 'company', NEW.id, 'kcompany c' || NEW.id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW.name, '') || ' ' || coalesce(NEW.slug, '') || ' ' || coalesce(NEW.office_code, '') || ' ' || coalesce(NEW.vat_number, '') || ' ' || coalesce(NEW.companies_house_number, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l'), '' WHERE NEW.deleted_at IS NULL;
END;
CREATE TRIGGER companies_search_delete AFTER DELETE ON companies BEGIN
    DELETE FROM search_entries WHERE kind = 'company' AND row_id = CAST(OLD.id AS TEXT);
END;
CREATE UNIQUE INDEX "companies_uuid_key" ON "companies"("uuid");
CREATE UNIQUE INDEX "companies_slug_key" ON "companies"("slug");
CREATE UNIQUE INDEX "companies_office_code_key" ON "companies"("office_code");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
