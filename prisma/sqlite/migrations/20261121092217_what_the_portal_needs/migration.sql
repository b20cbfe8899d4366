-- AlterTable
ALTER TABLE "company_deletion_requests" ADD COLUMN "approved_at" DATETIME;
ALTER TABLE "company_deletion_requests" ADD COLUMN "closed_by_id" TEXT;
ALTER TABLE "company_deletion_requests" ADD COLUMN "erase_at" DATETIME;

-- CreateTable
CREATE TABLE "mail_messages" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER,
    "to_address" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "facts" TEXT NOT NULL DEFAULT '{}',
    "path" TEXT NOT NULL DEFAULT '',
    "created_at" DATETIME NOT NULL,
    "available_at" DATETIME NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "leased_until" DATETIME,
    "leased_by" TEXT,
    "sent_at" DATETIME,
    "failed_at" DATETIME,
    "last_error" TEXT,
    "erased_at" DATETIME
);

-- CreateTable
CREATE TABLE "company_invitations" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "email" TEXT,
    "email_key" TEXT,
    "user_id" TEXT,
    "invited_name" TEXT NOT NULL DEFAULT '',
    "is_owner" BOOLEAN NOT NULL DEFAULT false,
    "is_administrator" BOOLEAN NOT NULL DEFAULT false,
    "roles" TEXT NOT NULL DEFAULT '[]',
    "message" TEXT NOT NULL DEFAULT '',
    "token_hash" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "pending_key" TEXT,
    "sent_count" INTEGER NOT NULL DEFAULT 1,
    "invited_by_id" TEXT,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "expires_at" DATETIME NOT NULL,
    "resolved_at" DATETIME,
    CONSTRAINT "company_invitations_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "companies" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "company_invitations_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "company_invitations_invited_by_id_fkey" FOREIGN KEY ("invited_by_id") REFERENCES "users" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "pictures" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER,
    "user_id" TEXT,
    "media_type" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "bytes" BLOB NOT NULL,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER))
);

-- CreateTable
CREATE TABLE "recovery_codes" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "user_id" TEXT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "used_at" DATETIME,
    CONSTRAINT "recovery_codes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "person_tokens" (
    "token_hash" TEXT NOT NULL PRIMARY KEY,
    "user_id" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "email" TEXT NOT NULL DEFAULT '',
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "expires_at" DATETIME NOT NULL,
    "used_at" DATETIME,
    CONSTRAINT "person_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_users" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "username" TEXT NOT NULL,
    "username_folded" TEXT NOT NULL,
    "email" TEXT,
    "email_confirmed_at" DATETIME,
    "email_key" TEXT,
    "display_name" TEXT NOT NULL DEFAULT '',
    "language" TEXT NOT NULL DEFAULT '',
    "time_zone" TEXT NOT NULL DEFAULT '',
    "theme" TEXT NOT NULL DEFAULT '',
    "notify_by_mail" BOOLEAN NOT NULL DEFAULT true,
    "picture_id" TEXT,
    "password_changed_at" DATETIME,
    "totp_secret_encrypted" TEXT,
    "totp_confirmed_at" DATETIME,
    "totp_last_step" INTEGER,
    "first_name" TEXT NOT NULL DEFAULT '',
    "last_name" TEXT NOT NULL DEFAULT '',
    "password_hash" TEXT,
    "staff_role" TEXT,
    "staff_limited" BOOLEAN NOT NULL DEFAULT false,
    "session_version" INTEGER NOT NULL DEFAULT 1,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "cashier_number" INTEGER,
    "pin_encrypted" TEXT,
    "last_signed_in_at" DATETIME,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "users_picture_id_fkey" FOREIGN KEY ("picture_id") REFERENCES "pictures" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_users" ("cashier_number", "created_at", "deleted_at", "email", "first_name", "id", "is_active", "last_name", "last_signed_in_at", "password_hash", "pin_encrypted", "session_version", "staff_limited", "staff_role", "updated_at", "username", "username_folded", "version") SELECT "cashier_number", "created_at", "deleted_at", "email", "first_name", "id", "is_active", "last_name", "last_signed_in_at", "password_hash", "pin_encrypted", "session_version", "staff_limited", "staff_role", "updated_at", "username", "username_folded", "version" FROM "users";
DROP TABLE "users";
ALTER TABLE "new_users" RENAME TO "users";
CREATE UNIQUE INDEX "users_username_folded_key" ON "users"("username_folded");
CREATE UNIQUE INDEX "users_email_key_key" ON "users"("email_key");
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
    "version_counter" INTEGER NOT NULL DEFAULT 0,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "companies_country_id_fkey" FOREIGN KEY ("country_id") REFERENCES "countries" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "companies_logo_id_fkey" FOREIGN KEY ("logo_id") REFERENCES "pictures" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "companies_layout_id_fkey" FOREIGN KEY ("layout_id") REFERENCES "terminal_layouts" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_companies" ("branding", "companies_house_number", "country_id", "created_at", "currency", "deleted_at", "fiscal_settings", "id", "layout_id", "name", "office_code", "registered_office", "slug", "time_zone", "updated_at", "uuid", "vat_number", "version", "version_counter") SELECT "branding", "companies_house_number", "country_id", "created_at", "currency", "deleted_at", "fiscal_settings", "id", "layout_id", "name", "office_code", "registered_office", "slug", "time_zone", "updated_at", "uuid", "vat_number", "version", "version_counter" FROM "companies";
DROP TABLE "companies";
ALTER TABLE "new_companies" RENAME TO "companies";
CREATE UNIQUE INDEX "companies_uuid_key" ON "companies"("uuid");
CREATE UNIQUE INDEX "companies_slug_key" ON "companies"("slug");
CREATE UNIQUE INDEX "companies_office_code_key" ON "companies"("office_code");
CREATE TABLE "new_company_join_requests" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "user_id" TEXT NOT NULL,
    "message" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'pending',
    "reason" TEXT NOT NULL DEFAULT '',
    "expires_at" DATETIME,
    "pending_key" TEXT,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "resolved_at" DATETIME,
    "resolved_by_id" TEXT,
    CONSTRAINT "company_join_requests_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "companies" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "company_join_requests_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "company_join_requests_resolved_by_id_fkey" FOREIGN KEY ("resolved_by_id") REFERENCES "users" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_company_join_requests" ("company_id", "created_at", "id", "message", "pending_key", "resolved_at", "resolved_by_id", "status", "user_id") SELECT "company_id", "created_at", "id", "message", "pending_key", "resolved_at", "resolved_by_id", "status", "user_id" FROM "company_join_requests";
DROP TABLE "company_join_requests";
ALTER TABLE "new_company_join_requests" RENAME TO "company_join_requests";
CREATE UNIQUE INDEX "company_join_requests_pending_key_key" ON "company_join_requests"("pending_key");
CREATE INDEX "company_join_requests_company_id_status_idx" ON "company_join_requests"("company_id", "status");
CREATE INDEX "company_join_requests_user_id_idx" ON "company_join_requests"("user_id");
CREATE TABLE "new_sessions" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "user_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "door" TEXT NOT NULL,
    "address" TEXT NOT NULL DEFAULT '',
    "agent" TEXT NOT NULL DEFAULT '',
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "last_seen_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "is_partial" BOOLEAN NOT NULL DEFAULT false,
    "expires_at" DATETIME NOT NULL,
    "ended_at" DATETIME,
    CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_sessions" ("address", "agent", "created_at", "door", "ended_at", "expires_at", "id", "last_seen_at", "user_id", "version") SELECT "address", "agent", "created_at", "door", "ended_at", "expires_at", "id", "last_seen_at", "user_id", "version" FROM "sessions";
DROP TABLE "sessions";
ALTER TABLE "new_sessions" RENAME TO "sessions";
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "mail_messages_sent_at_available_at_idx" ON "mail_messages"("sent_at", "available_at");

-- CreateIndex
CREATE INDEX "mail_messages_company_id_idx" ON "mail_messages"("company_id");

-- CreateIndex
CREATE UNIQUE INDEX "company_invitations_token_hash_key" ON "company_invitations"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "company_invitations_pending_key_key" ON "company_invitations"("pending_key");

-- CreateIndex
CREATE INDEX "company_invitations_company_id_status_idx" ON "company_invitations"("company_id", "status");

-- CreateIndex
CREATE INDEX "company_invitations_user_id_idx" ON "company_invitations"("user_id");

-- CreateIndex
CREATE INDEX "pictures_company_id_idx" ON "pictures"("company_id");

-- CreateIndex
CREATE INDEX "pictures_user_id_idx" ON "pictures"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "recovery_codes_user_id_code_hash_key" ON "recovery_codes"("user_id", "code_hash");

-- CreateIndex
CREATE INDEX "person_tokens_user_id_purpose_idx" ON "person_tokens"("user_id", "purpose");
