-- AlterTable
ALTER TABLE "terminal_states" ADD COLUMN "clock_drift_at" DATETIME;
ALTER TABLE "terminal_states" ADD COLUMN "clock_drift_ms" INTEGER;
ALTER TABLE "terminal_states" ADD COLUMN "last_pull_at" DATETIME;

-- CreateTable
CREATE TABLE "signing_keys" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "public_jwk" TEXT NOT NULL,
    "private_encrypted" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "signs_from" DATETIME NOT NULL,
    "signs_until" DATETIME NOT NULL,
    "accepted_until" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "terminal_id" INTEGER,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "actions" TEXT NOT NULL DEFAULT '[]',
    "store_ids" TEXT NOT NULL DEFAULT 'null',
    "origins" TEXT NOT NULL DEFAULT '[]',
    "requests_per_minute" INTEGER,
    "created_at" DATETIME NOT NULL,
    "created_by_id" TEXT,
    "expires_at" DATETIME,
    "replaced_at" DATETIME,
    "overlap_until" DATETIME,
    "revoked_at" DATETIME,
    "last_used_at" DATETIME,
    "last_address" TEXT,
    CONSTRAINT "api_keys_terminal_id_fkey" FOREIGN KEY ("terminal_id") REFERENCES "terminals" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "device_pairings" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "device_code_hash" TEXT NOT NULL,
    "user_code" TEXT,
    "open_key" TEXT,
    "device_name" TEXT NOT NULL DEFAULT '',
    "software" TEXT NOT NULL DEFAULT '',
    "address" TEXT NOT NULL DEFAULT '',
    "created_at" DATETIME NOT NULL,
    "expires_at" DATETIME NOT NULL,
    "last_polled_at" DATETIME,
    "company_id" INTEGER,
    "terminal_id" INTEGER,
    "approved_at" DATETIME,
    "approved_by_id" TEXT,
    "denied_at" DATETIME,
    "completed_at" DATETIME,
    CONSTRAINT "device_pairings_terminal_id_fkey" FOREIGN KEY ("terminal_id") REFERENCES "terminals" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "refresh_tokens" (
    "token_hash" TEXT NOT NULL PRIMARY KEY,
    "session_id" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "expires_at" DATETIME NOT NULL,
    "used_at" DATETIME,
    CONSTRAINT "refresh_tokens_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "external_identities" (
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "email" TEXT NOT NULL DEFAULT '',
    "created_at" DATETIME NOT NULL,
    "last_used_at" DATETIME,

    PRIMARY KEY ("issuer", "subject"),
    CONSTRAINT "external_identities_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "caller" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "status" INTEGER,
    "answer" TEXT,
    "headers" TEXT NOT NULL DEFAULT '{}',
    "created_at" DATETIME NOT NULL,
    "locked_until" DATETIME NOT NULL,
    "expires_at" DATETIME NOT NULL,

    PRIMARY KEY ("caller", "key")
);

-- CreateTable
CREATE TABLE "device_events" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "company_id" INTEGER NOT NULL,
    "store_id" INTEGER NOT NULL,
    "terminal_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "uuid" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "repeats" INTEGER NOT NULL DEFAULT 0,
    "occurred_at" DATETIME,
    "received_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "notification_deliveries" (
    "notification_id" TEXT NOT NULL,
    "terminal_id" INTEGER NOT NULL,
    "company_id" INTEGER NOT NULL,
    "delivered_at" DATETIME,
    "shown_at" DATETIME,
    "failed_at" DATETIME,
    "failure" TEXT,

    PRIMARY KEY ("notification_id", "terminal_id"),
    CONSTRAINT "notification_deliveries_notification_id_fkey" FOREIGN KEY ("notification_id") REFERENCES "notifications" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "terminal_syncs" (
    "terminal_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "last_at" DATETIME NOT NULL,
    "version" INTEGER,
    "items" BIGINT NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "last_refused_at" DATETIME,

    PRIMARY KEY ("terminal_id", "kind"),
    CONSTRAINT "terminal_syncs_terminal_id_fkey" FOREIGN KEY ("terminal_id") REFERENCES "terminals" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "rate_windows" (
    "key" TEXT NOT NULL,
    "window" INTEGER NOT NULL,
    "used" INTEGER NOT NULL DEFAULT 0,

    PRIMARY KEY ("key", "window")
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_notifications" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
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
INSERT INTO "new_notifications" ("body", "company_id", "created_at", "expires_at", "id", "notification_type", "store_id", "terminal_id", "title") SELECT "body", "company_id", "created_at", "expires_at", "id", "notification_type", "store_id", "terminal_id", "title" FROM "notifications";
DROP TABLE "notifications";
ALTER TABLE "new_notifications" RENAME TO "notifications";
CREATE INDEX "notifications_company_id_created_at_idx" ON "notifications"("company_id", "created_at");
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
INSERT INTO "new_companies" ("branding", "checklist_hidden_at", "companies_house_number", "country_id", "created_at", "currency", "day_start_minutes", "deleted_at", "fiscal_settings", "id", "layout_id", "logo_id", "name", "office_code", "registered_office", "slug", "time_zone", "updated_at", "uuid", "vat_number", "version", "version_counter") SELECT "branding", "checklist_hidden_at", "companies_house_number", "country_id", "created_at", "currency", "day_start_minutes", "deleted_at", "fiscal_settings", "id", "layout_id", "logo_id", "name", "office_code", "registered_office", "slug", "time_zone", "updated_at", "uuid", "vat_number", "version", "version_counter" FROM "companies";
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
CREATE TABLE "new_sessions" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "user_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "door" TEXT NOT NULL,
    "device_name" TEXT NOT NULL DEFAULT '',
    "address" TEXT NOT NULL DEFAULT '',
    "agent" TEXT NOT NULL DEFAULT '',
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "last_seen_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "is_partial" BOOLEAN NOT NULL DEFAULT false,
    "expires_at" DATETIME NOT NULL,
    "ended_at" DATETIME,
    "acting_company_id" INTEGER,
    "acting_until" DATETIME,
    CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_sessions" ("acting_company_id", "acting_until", "address", "agent", "created_at", "door", "ended_at", "expires_at", "id", "is_partial", "last_seen_at", "user_id", "version") SELECT "acting_company_id", "acting_until", "address", "agent", "created_at", "door", "ended_at", "expires_at", "id", "is_partial", "last_seen_at", "user_id", "version" FROM "sessions";
DROP TABLE "sessions";
ALTER TABLE "new_sessions" RENAME TO "sessions";
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");
CREATE INDEX "sessions_last_seen_at_idx" ON "sessions"("last_seen_at");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_prefix_key" ON "api_keys"("prefix");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_key_hash_key" ON "api_keys"("key_hash");

-- CreateIndex
CREATE INDEX "api_keys_company_id_kind_idx" ON "api_keys"("company_id", "kind");

-- CreateIndex
CREATE INDEX "api_keys_terminal_id_idx" ON "api_keys"("terminal_id");

-- CreateIndex
CREATE UNIQUE INDEX "device_pairings_device_code_hash_key" ON "device_pairings"("device_code_hash");

-- CreateIndex
CREATE UNIQUE INDEX "device_pairings_open_key_key" ON "device_pairings"("open_key");

-- CreateIndex
CREATE INDEX "device_pairings_expires_at_idx" ON "device_pairings"("expires_at");

-- CreateIndex
CREATE INDEX "device_pairings_company_id_idx" ON "device_pairings"("company_id");

-- CreateIndex
CREATE INDEX "refresh_tokens_session_id_idx" ON "refresh_tokens"("session_id");

-- CreateIndex
CREATE INDEX "external_identities_user_id_idx" ON "external_identities"("user_id");

-- CreateIndex
CREATE INDEX "idempotency_keys_expires_at_idx" ON "idempotency_keys"("expires_at");

-- CreateIndex
CREATE INDEX "device_events_company_id_id_idx" ON "device_events"("company_id", "id");

-- CreateIndex
CREATE INDEX "device_events_terminal_id_id_idx" ON "device_events"("terminal_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "device_events_company_id_kind_uuid_key" ON "device_events"("company_id", "kind", "uuid");

-- CreateIndex
CREATE INDEX "notification_deliveries_terminal_id_idx" ON "notification_deliveries"("terminal_id");

-- CreateIndex
CREATE INDEX "notification_deliveries_company_id_idx" ON "notification_deliveries"("company_id");

-- CreateIndex
CREATE INDEX "terminal_syncs_company_id_idx" ON "terminal_syncs"("company_id");

-- CreateIndex
CREATE INDEX "rate_windows_window_idx" ON "rate_windows"("window");
